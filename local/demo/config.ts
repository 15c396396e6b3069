import { readOutputs, type Outputs } from '../../gateway/outputs';
import { UserError } from '../../terminal/userError';

/**
 * The running gateway that the environment names; undefined when it names none.
 *
 * @throws UserError when only some of the variables are set
 */
export function namedGateway(): Outputs | undefined {
  const outputs = readOutputs(process.env);
  if (!('missing' in outputs)) return outputs;
  if (outputs.given.length === 0) return undefined;
  throw new UserError(`The environment names a gateway only in part: also set ${outputs.missing.join(' and ')}.`, {
    kind: 'misuse',
  });
}
