import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { readLaunch } from '../../azd/config';
import { openSession, type SessionInput } from '../../azd/session';
import { thrownBy } from '../support/azd/thrownBy';
import { useTemporaryFolder } from '../support/temporaryFolder';

describe('a session', () => {
  const temporary = useTemporaryFolder();

  /** A project with its Pulumi.yaml in this folder, whose packages are installed. */
  function project(folder = '.', pulumi = 'name: x\nruntime: nodejs\n'): string {
    const root = mkdtempSync(join(temporary(), 'a project '));
    mkdirSync(join(root, folder, 'infra'), { recursive: true });
    writeFileSync(join(root, folder, 'Pulumi.yaml'), pulumi);
    writeFileSync(join(root, 'package.json'), '{}');
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
    return root;
  }

  function open(root: string, input: Partial<SessionInput> & { env?: Record<string, string> } = {}) {
    const env = { PATH: '/usr/bin', PULUMI_HOME: join(root, 'home'), ...input.env };
    return openSession({
      root,
      infraPath: 'infra',
      config: {},
      environmentName: 'dev',
      values: {},
      tenantId: undefined,
      launch: readLaunch(env),
      ...input,
    });
  }

  it.each([
    ['above infra.path', '.', 'infra'],
    ['at infra.path', 'deploy', 'deploy'],
    ['between infra.path and the root', 'deploy', 'deploy/infra'],
  ])('finds the Pulumi project %s', (_, folder, infraPath) => {
    const root = project(folder);

    expect(open(root, { infraPath }).folder).toBe(join(root, folder));
  });

  it('does not look for it above the root', () => {
    const root = join(project(), 'infra');

    expect(thrownBy(() => open(root, { infraPath: '.' }))).toMatchObject({
      code: 'no_pulumi_project',
      message: `There is no Pulumi.yaml in ${root}.`,
    });
  });

  it('is refused while npm packages are missing, and not in other languages', () => {
    const root = project();
    rmSync(join(root, 'node_modules'), { recursive: true });

    expect(thrownBy(() => open(root))).toMatchObject({
      code: 'packages_missing',
      suggestion: `Run npm ci in ${root}.`,
    });
    writeFileSync(join(root, 'Pulumi.yaml'), 'name: x\nruntime: python\n');
    expect(open(root).folder).toBe(root);
  });

  it('takes the backend that Pulumi.yaml names', () => {
    const root = project('.', 'name: x\nruntime: nodejs\nbackend:\n  url: "https://pulumi.example"\n');

    expect(open(root).backend).toEqual({ url: 'https://pulumi.example', isDefault: false });
  });

  it.each([
    ['dev', 'dev'],
    ['my(env)', 'my-env--dabf99'],
    ['a.b_c-1', 'a.b_c-1'],
  ])('of the environment %s has the stack %s', (environmentName, stack) => {
    const root = project();
    const session = open(root, { environmentName });

    expect(session).toMatchObject({
      stack,
      record: join(root, '.pulumi-state', stack, 'operation.json'),
      logs: join(root, '.azure', environmentName, 'pulumi'),
    });
  });

  it('shares its stack with no environment whose name looks alike', () => {
    const root = project();
    const stacks = ['dev(1)', 'dev-1-', 'dev(1-'].map((environmentName) => open(root, { environmentName }).stack);

    expect(new Set(stacks).size).toBe(3);
  });

  it('keeps its folder from everybody else, and out of repositories', () => {
    const root = project();
    open(root);

    for (const folder of ['.pulumi-state', '.pulumi-state/dev', '.azure/dev/pulumi']) {
      expect(statSync(join(root, folder)).mode & 0o777).toBe(0o700);
    }
    expect(readFileSync(join(root, '.pulumi-state/.gitignore'), 'utf8')).toBe('*\n');
  });

  describe('gives Pulumi and the program', () => {
    it("azd's values above its own environment, and the environment's name", () => {
      const env = { SKU: 'Developer', KEPT: 'yes' };
      const { variables } = open(project(), { env, values: { SKU: 'BasicV2', AZURE_SUBSCRIPTION_ID: 's' } });

      expect(variables).toMatchObject({
        SKU: 'BasicV2',
        KEPT: 'yes',
        AZURE_ENV_NAME: 'dev',
        ARM_SUBSCRIPTION_ID: 's',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
      });
    });

    it("the project's own programs before those of the machine", () => {
      const root = project();

      expect(open(root).variables.PATH?.split(delimiter)).toEqual([join(root, 'node_modules/.bin'), '/usr/bin']);
    });

    it('its PATH however Windows spells it', () => {
      const root = project();
      const session = openSession({
        root,
        infraPath: 'infra',
        config: { backend: 'https://pulumi.example' },
        environmentName: 'dev',
        values: {},
        tenantId: undefined,
        launch: readLaunch({ Path: 'C:\\bin' }),
      });

      expect(session.variables).not.toHaveProperty('PATH');
      expect(session.variables.Path).toMatch(/node_modules.*C:\\bin$/);
    });

    it('nothing that opens azd', () => {
      const { variables } = open(project(), {
        env: { AZD_SERVER: '127.0.0.1:1', AZD_ACCESS_TOKEN: 'x', FORCE_COLOR: '1', AZD_AUTH_KEY: 'kept' },
      });

      expect(variables).toMatchObject({ AZD_AUTH_KEY: 'kept' });
      for (const name of ['AZD_SERVER', 'AZD_ACCESS_TOKEN', 'FORCE_COLOR']) expect(variables).not.toHaveProperty(name);
    });

    it('the proxy of the machine', () => {
      expect(open(project()).variables).not.toHaveProperty('NODE_USE_ENV_PROXY');
      expect(open(project(), { env: { https_proxy: 'http://p' } }).variables.NODE_USE_ENV_PROXY).toBe('1');
    });
  });
});
