import { readOutputs, type Outputs } from '../../gateway/outputs';
import { print } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { UserError } from '../../terminal/userError';
import { forDeployment } from './patience';
import { smoke } from './run';

void runMain({
  command: 'npm run smoke',
  summary: 'Checks that the gateway which the environment names keeps its promises: tools, calls, keys.',
  options: {},
  main: () => smoke(namedGateway(), forDeployment, print),
});

function namedGateway(): Outputs {
  const outputs = readOutputs(process.env);
  if (!('missing' in outputs)) return outputs;
  const sentence =
    `The environment does not name the gateway to check: set ${outputs.missing.join(', ')} and, where it asks for one, ` +
    'APIM_SUBSCRIPTION_KEY. With azd: set -a; eval "$(azd env get-values)"; set +a';
  throw new UserError(sentence, { kind: 'misuse' });
}
