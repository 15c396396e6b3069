import type { OptionTable } from '../../terminal/options';

export const optionTable = {
  stack: { type: 'string', value: 'NAME', help: 'the stack to mend; the selected one otherwise' },
} as const satisfies OptionTable;
