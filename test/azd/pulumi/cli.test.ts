import { checkVersion, pulumi } from '../../../azd/pulumi/cli';
import { pendingCreations } from '../../../azd/pulumi/pending';
import { where } from '../../../azd/pulumi/where';
import { writeScript } from '../../support/azd/scriptedProgram';
import { useTemporaryFolder } from '../../support/temporaryFolder';

describe('the Pulumi CLI of a session', () => {
  const temporary = useTemporaryFolder();
  const target = (variables = {}) => ({
    ...{ folder: temporary(), stack: 'dev' },
    variables: { PATH: `${temporary()}:/usr/bin:/bin`, ...variables },
  });

  it('that is not there is a failure of its own', async () => {
    await expect(checkVersion(target())).rejects.toMatchObject({
      code: 'pulumi_missing',
      suggestion: expect.stringContaining('https://www.pulumi.com/docs/install/'),
    });
  });

  it.each([
    [['stack', 'export'], 'stack export --stack dev --non-interactive --color never'],
    [['stack', 'output', '--stack', 'prod'], 'stack output --stack prod --non-interactive --color never'],
    [['whoami'], 'whoami --non-interactive --color never'],
  ])('is asked %j for its stack', async (args, asked) => {
    await writeScript(temporary(), 'pulumi', 'echo "$PWD $@"');

    expect(await pulumi(target(), args)).toBe(`${temporary()} ${asked}\n`);
  });

  it('that fails is explained', async () => {
    await writeScript(temporary(), 'pulumi', 'echo "error: incorrect passphrase" >&2; exit 255');

    await expect(pulumi(target(), ['stack'])).rejects.toMatchObject({
      code: 'passphrase_wrong',
      message: "The stack's passphrase is wrong or missing.\nincorrect passphrase",
    });
  });

  it('tells creations that had begun, and nothing else that is pending', async () => {
    const pending_operations = ['creating', 'updating'].map((type) => ({
      type,
      resource: { urn: `urn:pulumi:dev::p::azure-native:web:WebApp::${type}-site` },
    }));
    const state = JSON.stringify({ version: 3, deployment: { pending_operations } });
    await writeScript(temporary(), 'pulumi', `echo '${state}'`);

    expect(await pendingCreations(target())).toEqual(['creating-site']);
  });

  it('whose state is none as it is known here is a bug', async () => {
    await writeScript(temporary(), 'pulumi', 'echo "{}"');

    await expect(pendingCreations(target())).rejects.toThrow('pulumi stack export printed no state.');
  });

  it.each([
    ['acme', 'acme'],
    ['No Default Org Specified', 'ann'],
  ])('says who holds the state, where the default organisation is: %s', async (organization, owner) => {
    await writeScript(temporary(), 'pulumi', `[ "$1" = org ] && echo '${organization}' || echo '{"user":"ann"}'`);
    const url = 'https://api.pulumi.com';

    expect(await where(target({ PULUMI_BACKEND_URL: url }))).toBe(`the state of dev is held by ${owner} at ${url}`);
  });

  it('says where else the state is', async () => {
    expect(await where(target({ PULUMI_BACKEND_URL: 's3://b' }))).toBe('the state of dev is in s3://b');
  });
});
