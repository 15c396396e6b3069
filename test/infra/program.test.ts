import type { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import type { RunningServer } from '../support/engine/grpc';
import { runProgram } from '../support/engine/languageHost';
import { StandInAzure } from '../support/engine/standInAzure';
import { connect, StandInEngine } from '../support/engine/standInEngine';
import { startProvider } from '../support/engine/standInProvider';
import { declare, SUBSCRIPTION } from '../support/infra/program';

// Each run compiles the program anew, as a deployment does.
jest.setTimeout(90_000);

const names = { project: 'ramen-gateway', stack: 'dev' };
const azd = { AZURE_ENV_NAME: 'dev', AZURE_LOCATION: 'japaneast', AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };

describe('the program, run by Pulumi’s own runner and TypeScript loader', () => {
  let azure: StandInAzure;
  let provider: RunningServer;
  let client: ResourceProviderClient;
  let engine: StandInEngine;
  let engineServer: RunningServer;

  beforeEach(async () => {
    azure = new StandInAzure(SUBSCRIPTION);
    provider = await startProvider(azure);
    client = connect(provider.address);
    engine = new StandInEngine(client, names);
    engineServer = await engine.listen();
  });

  afterEach(() => {
    client.close();
    engineServer.stop();
    provider.stop();
  });

  function run(env: Record<string, string> = {}) {
    return runProgram(engineServer.address, { ...names, env: { ...azd, ...env } });
  }

  async function up(env: Record<string, string> = {}): Promise<void> {
    const { code, stderr } = await run(env);
    expect({ code, stderr, log: engine.log }).toEqual({ code: 0, stderr: '', log: [] });
  }

  function count(step: string): number {
    return engine.steps.filter((taken) => taken.step === step).length;
  }

  it('creates everything, changes nothing the second time and what is new in place, and takes all down', async () => {
    const declared = (await declare()).resources.length;
    await up();

    expect(azure.resources.size).toBe(declared);
    expect(engine.outputs).toMatchObject({
      AZURE_RESOURCE_GROUP: expect.stringMatching(/^rg-dev-/),
      APIM_SUBSCRIPTION_KEY: expect.stringMatching(/^[0-9a-f]{32}$/),
    });

    engine.steps.length = 0;
    await up();

    expect(count('same')).toBe(declared);
    expect(engine.steps).toHaveLength(declared);

    engine.steps.length = 0;
    await up({ APIM_SKU: 'StandardV2', APIM_RATE_LIMIT_CALLS: '7' });

    expect(engine.steps.filter(({ step }) => step !== 'same')).toEqual([
      { step: 'update', name: 'apim' },
      { step: 'update', name: 'apim-value-rate-limit-calls' },
    ]);

    await engine.destroy();

    expect(azure.resources.size).toBe(0);
  });

  it('prints each mistake in the configuration, and no stack', async () => {
    const { code } = await run({ APIM_SKU: 'Consumption', FUNCTION_NODE_VERSION: '20' });

    expect(code).toBe(32);
    expect(engine.log.join('\n')).toMatch(/- sku \(APIM_SKU\) .*\n- nodeVersion \(FUNCTION_NODE_VERSION\) .*$/);
    expect(engine.log.join('\n')).not.toContain('    at ');
    expect(azure.resources.size).toBe(0);
  });
});
