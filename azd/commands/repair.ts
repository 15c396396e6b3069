import { rmSync } from 'node:fs';
import { repairArguments } from '../repair';
import type { Command } from './command';
import { onTerminal } from './onTerminal';

export const repair: Command = {
  summary: 'mends a stack whose deployment was killed',
  changes: () => true,
  run: async ({ session, args }) => {
    const exitCode = await onTerminal(session, 'npm', [...repairArguments(session), ...args]);
    // What the last operation has torn is mended. With arguments it may have answered something else.
    if (exitCode === 0 && args.length === 0) rmSync(session.record, { force: true });
    return exitCode;
  },
};
