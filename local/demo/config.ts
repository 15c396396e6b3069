import { readOutputs, type Outputs } from '../../gateway/outputs';
import { UserError } from '../../terminal/userError';

/**
 * The running gateway that the environment names; undefined when it names none.
 *
 * @throws UserError when some of the variables are missing or malformed
 */
export function namedGateway(): Outputs | undefined {
  const outputs = readOutputs(process.env);
  if (!('mistakes' in outputs)) return outputs;
  if (outputs.given === 0) return undefined;
  throw new UserError(`The environment does not name a gateway in full. ${outputs.mistakes.join(' ')}`, {
    kind: 'misuse',
  });
}
