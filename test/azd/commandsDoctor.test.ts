import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { useAzdPulumi } from '../support/azd/azdPulumi';
import type { Script } from '../support/azd/scriptedPrograms';

const nobody = 2 ** 22 + 1;
const pending = [{ type: 'creating', resource: { urn: 'urn:pulumi:dev::shop::a:b:C::apim' } }];

const healthy: Script = {
  'azd version': { stdout: 'azd version 1.31.2 (commit 0)\n' },
  'pulumi version': { stdout: 'v3.274.1\n' },
  'node --version': { stdout: 'v24.1.0\n' },
  'azd auth token': { stdout: '{"token":"x"}' },
  'pulumi whoami': { stdout: '{"user":"me"}' },
  'pulumi stack ls': { stdout: '[{"name":"dev","resourceCount":3}]' },
  'pulumi stack export': { stdout: '{"deployment":{"resources":[]}}' },
};

describe('azd pulumi doctor', () => {
  const azd = useAzdPulumi();
  const host = () => join(azd().programs.folder, 'pulumi-language-nodejs');
  beforeEach(async () => {
    await writeFile(host(), '');
    await chmod(host(), 0o755);
    await writeFile(join(azd().project, 'package.json'), '{"engines":{"node":">=22.19"}}');
  });

  async function examine(script: Script = {}, env?: object): Promise<{ exitCode: number; lines: string[] }> {
    await azd().programs.play({ ...healthy, ...script });
    const { exitCode, stdout } = await azd().run(['doctor'], env);
    return { exitCode, lines: stdout.trimEnd().split('\n') };
  }

  it('has a line for each check when all is well', async () => {
    const { exitCode, lines } = await examine();

    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'ok | azd | 1.31.2',
      'ok | Pulumi | 3.274.1',
      'ok | language host | pulumi-language-nodejs',
      'ok | Node.js | 24.1.0',
      'ok | login | gives a token for Azure',
      `ok | state | file://${azd().state} (in a folder of this project, and nowhere else)`,
      `ok | passphrase | in ${azd().state}/passphrase`,
      'ok | stack | dev, 3 resources',
      'ok | lock | nobody holds the stack',
      'ok | last operation | none yet',
      expect.stringMatching(/^ok \| logs of Pulumi \| 0\.0 MB in .*home\/logs, which may be deleted$/),
    ]);
  });

  const nothing = () => undefined;
  const wrong: [title: string, line: RegExp, script: Script, prepare: () => Promise<unknown> | undefined][] = [
    [
      'an old azd',
      /azd +1\.27\.0 is older than 1\.28\.0/,
      { 'azd version': { stdout: 'azd version 1.27.0' } },
      nothing,
    ],
    ['an old Pulumi', /Pulumi +3\.90\.1 is older than 3\.270\.0/, { 'pulumi version': { stdout: 'v3.90.1' } }, nothing],
    ['no Pulumi', /Pulumi +is not there/, { 'pulumi version': { exitCode: 127 } }, nothing],
    ['an old Node', /Node\.js +20\.9\.0 is older than 22\.19/, { 'node --version': { stdout: 'v20.9.0' } }, nothing],
    ['no login', /login +azd gives no token for Azure/, { 'azd auth token': { exitCode: 1 } }, nothing],
    ['no language host', /language host +there is no pulumi-language-nodejs/, {}, () => rm(host())],
    [
      'a state that cannot be reached',
      /state +/,
      { 'pulumi whoami': { exitCode: 1, stderr: 'error: no bucket' } },
      nothing,
    ],
    [
      'creations that were begun and not ended',
      /left behind +begun and not ended: apim/,
      {
        'pulumi stack export': {
          stdout: JSON.stringify({ deployment: { resources: [], pending_operations: pending } }),
        },
      },
      nothing,
    ],
    [
      'a lock of a dead owner',
      /lock +held by process \d+ of me on .*, which is dead/,
      {},
      async () => {
        const folder = join(azd().state, '.pulumi/locks/organization/shop/dev');
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, 'a.json'), JSON.stringify({ pid: nobody, username: 'me', hostname: hostname() }));
      },
    ],
    [
      'a worker that was killed',
      /last operation +up was killed: creating 12 of 49/,
      {},
      () => {
        azd().leaveRecord({ pid: nobody });
        return undefined;
      },
    ],
    [
      'packages that are missing',
      /project +The npm packages of /,
      {},
      () => rm(join(azd().project, 'node_modules'), { recursive: true }),
    ],
  ];

  it.each(wrong)('finds %s', async (_, line, script, prepare) => {
    await prepare();

    const { exitCode, lines } = await examine(script);

    const found = lines.flatMap((text, index) => (text.startsWith('wrong') ? [index] : []));
    expect(exitCode).toBe(1);
    expect(found).toHaveLength(1);
    expect(lines[Number(found[0])]).toMatch(line);
    // What to do stands below.
    expect(lines[Number(found[0]) + 1]).toMatch(/^ {20,}\S/);
  });

  it('says what goes on, which is nothing wrong', async () => {
    azd().leaveRecord({});

    const { exitCode, lines } = await examine();

    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^ok .* goes on: creating 12 of 49: apim, 3 min$/));
  });

  it('counts a stack that is not there yet as right', async () => {
    const { exitCode, lines } = await examine({ 'pulumi stack ls': { stdout: '[]' } });

    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/^ok .* dev is not there yet: azd provision makes it$/));
  });
});
