import { namedGateway } from '../../local/config';
import { StartFailure } from '../../local/startFailure';
import { forDeployment } from './patience';
import { smoke } from './run';

/** `npm run smoke`. Exit codes: 0 all promises kept, 1 one broken, 2 no gateway named. */
async function main(): Promise<void> {
  const outputs = readGateway();
  if (typeof outputs === 'string') {
    process.stderr.write(`${outputs}\n`);
    process.exitCode = 2;
    return;
  }
  const kept = await smoke(outputs, forDeployment, (line) => process.stdout.write(`${line}\n`));
  process.exitCode = kept ? 0 : 1;
}

function readGateway() {
  try {
    return (
      namedGateway() ??
      'Set APIM_GATEWAY_URL, APIM_SUBSCRIPTION_KEY, MENU_MCP_URL and ORDERS_MCP_URL to the gateway to check, with azd by ' +
        'set -a; eval "$(azd env get-values)"; set +a'
    );
  } catch (error) {
    if (error instanceof StartFailure) return error.message;
    throw error;
  }
}

void main();
