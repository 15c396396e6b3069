import { readOutputs, type Outputs } from '../../gateway/outputs';
import { print, styled } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { UserError } from '../../terminal/userError';
import { forDeployment } from './patience';
import { smoke } from './run';

void runMain({
  command: 'npm run smoke',
  summary: 'Checks that the gateway which the environment names keeps its promises: tools, calls, keys.',
  options: {},
  main: () =>
    smoke(namedGateway(), forDeployment, (line) => {
      print(line.replace(/^ok/, styled('green', 'ok')));
    }),
});

function namedGateway(): Outputs {
  const outputs = readOutputs(process.env);
  if (!('mistakes' in outputs)) return outputs;
  const sentence =
    `The environment does not name the gateway to check. ${outputs.mistakes.join(' ')} Set also APIM_SUBSCRIPTION_KEY ` +
    'where the gateway asks for one. With azd: set -a; eval "$(azd pulumi outputs --show-secrets --format env)"; set +a';
  throw new UserError(sentence, { kind: 'misuse' });
}
