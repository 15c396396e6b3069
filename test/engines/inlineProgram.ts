import { LocalWorkspace, type OpMap, type Stack } from '@pulumi/pulumi/automation';
import { gateway } from '../../gateway';
import { readConfig } from '../../infra/config/config';
import { declareStack } from '../../infra/stack';
import type { Operation, Result } from './inline';

let current: Operation = { kind: 'preview' };

const opened = LocalWorkspace.createStack({ stackName: 'inline', projectName: 'ramen-gateway', program });

/** The stack as the operation at hand wants it. */
function program(): Promise<Record<string, unknown>> {
  const { settings = {}, without = [] } = current;
  const rows = Object.entries(gateway.mcpServers).filter(([row]) => !without.includes(row));
  const definition = { ...gateway, mcpServers: Object.fromEntries(rows) };
  return Promise.resolve(declareStack(readConfig({ ...process.env, ...settings }), definition));
}

async function run(stack: Stack, { kind, parallel, replace }: Operation): Promise<Result> {
  try {
    const options = { parallel, replace: replace?.map((urn) => `urn:pulumi:inline::ramen-gateway::${urn}`) };
    if (kind === 'preview' || kind === 'previewDestroy') {
      return { changes: changesOf((await stack[kind](options)).changeSummary) };
    }
    return { changes: changesOf((await stack[kind](options)).summary.resourceChanges) };
  } catch (error) {
    return { changes: {}, failure: String(error) };
  }
}

function changesOf(changes: OpMap = {}): OpMap {
  return Object.fromEntries(Object.entries(changes).filter(([step]) => step !== 'same'));
}

// What fails the program has reached the engine by then, and comes again as a rejection that nobody handles.
process.on('unhandledRejection', () => undefined);
process.on('message', (operation: Operation) => {
  current = operation;
  void opened.then((stack) => run(stack, operation)).then((result) => process.send?.(result));
});
