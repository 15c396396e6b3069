import { forgetOperation, repairArguments } from '../repair';
import type { Command } from './command';
import { onTerminal } from './onTerminal';

export const repair: Command = {
  summary: 'mends a stack whose deployment was killed',
  changes: () => true,
  run: async ({ session, args }) => {
    const exitCode = await onTerminal(session, 'npm', [...repairArguments(session), ...args]);
    // With arguments it may have answered something else.
    if (exitCode === 0 && args.length === 0) forgetOperation(session);
    return exitCode;
  },
};
