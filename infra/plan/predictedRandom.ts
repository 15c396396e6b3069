import { createHash } from 'node:crypto';
import type { Properties } from './predictedAzure';

export const RANDOM_PASSWORD = 'random:index/randomPassword:RandomPassword';

/** Outputs of a password: always the same ones under the same name, so that plans can be compared. */
export function predictPassword(name: string, inputs: Properties): Properties {
  const result = createHash('sha256').update(name).digest('hex').slice(0, Number(inputs.length));
  return { ...inputs, result };
}
