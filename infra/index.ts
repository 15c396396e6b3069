import { RunError } from '@pulumi/pulumi';
import { gateway } from '../gateway';
import { UserError } from '../terminal/userError';
import { readConfig } from './config/config';
import { declareStack } from './stack';

export = declare();

/** Pulumi prints a RunError without a stack. */
function declare(): ReturnType<typeof declareStack> {
  try {
    return declareStack(readConfig(), gateway);
  } catch (error) {
    throw error instanceof UserError ? new RunError(error.message) : error;
  }
}
