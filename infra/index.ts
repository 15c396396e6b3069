import { RunError } from '@pulumi/pulumi';
import { gateway } from '../gateway';
import { UserError } from '../terminal/userError';
import { readConfig } from './config/config';
import { nodeMistake } from './nodeVersion';
import { declareStack } from './stack';

export = declare();

/** Pulumi prints a RunError without a stack. */
function declare(): ReturnType<typeof declareStack> {
  const mistake = nodeMistake(process.versions.node);
  if (mistake !== undefined) throw new RunError(mistake);
  try {
    return declareStack(readConfig(), gateway);
  } catch (error) {
    throw error instanceof UserError ? new RunError(error.message) : error;
  }
}
