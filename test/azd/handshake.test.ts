import { run } from '../support/program';
import { useTemporaryFolder } from '../support/temporaryFolder';
import { Environments } from '../support/azd/environments';
import { useExtension } from '../support/azd/extension';
import { FakeAzd } from '../support/azd/fakeAzd';

describe('the extension, started by azd', () => {
  const main = useExtension('');
  const project = useTemporaryFolder();
  let environments: Environments;
  beforeAll(() => {
    environments = new Environments(project());
    environments.create('dev');
  });

  it('registers, says that it is ready, and ends with azd', async () => {
    const azd = await new FakeAzd({ environments, main: main() }).start();

    await azd.end();

    expect(azd.observed.calls).toEqual(['ExtensionService.Ready']);
    expect(azd.extension.exitCode).toBe(0);
    expect(azd.output).toEqual({ stdout: '', stderr: '' });
  });

  it('reaches azd past a proxy for everything else', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const variables = { http_proxy: nowhere, https_proxy: nowhere, HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere };

    const azd = await new FakeAzd({ environments, main: main(), variables }).start();

    await azd.end();
  });

  it('ends with the reason when another extension is the provider', async () => {
    const azd = new FakeAzd({ environments, main: main(), taken: ['pulumi'] });

    await expect(azd.start()).rejects.toThrow(/^exit code 1: .*provider pulumi already registered\n/);

    expect(azd.observed.calls).toEqual(['ExtensionService.ReportError']);
    azd.stop();
  });

  it('answers at once what only azd pipeline config asks, and EnsureEnv', async () => {
    const azd = await new FakeAzd({ environments, main: main() }).start();

    const answers = await Promise.all(
      (['ensure_env', 'parameters', 'planned_outputs'] as const).map((kind) => azd.request(kind)),
    );

    expect(answers).toEqual(Array(3).fill({ body: {}, progress: [] }));
    await azd.end();
  });

  it('outlives pipes that nobody reads any more', async () => {
    // So that it has something to write.
    const variables = { GRPC_TRACE: 'all', GRPC_VERBOSITY: 'DEBUG' };
    const azd = await new FakeAzd({ environments, main: main(), variables }).start();
    azd.extension.stdout?.destroy();
    azd.extension.stderr?.destroy();

    const answer = await azd.request('ensure_env');

    expect(answer).not.toHaveProperty('failure');
    await azd.end();
  });

  it('fails a request that comes before its time, and lives on', async () => {
    const azd = await new FakeAzd({ environments, main: main() }).start();

    const { failure } = await azd.request('deploy');

    expect(failure?.local_error).toEqual({ code: 'bug', category: 'internal' });
    await azd.end();
  });

  it('says so when a person starts it', async () => {
    const { exitCode, stderr } = await run([main(), 'listen'], { AZD_SERVER: undefined });

    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: 'Only azd starts this: it says where it listens.\nRun azd up, or azd pulumi --help.\n',
    });
  });
});
