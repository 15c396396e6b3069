import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { backendVariables, chooseBackend } from '../../azd/backend';
import { keepPassphrase } from '../../azd/passphrase';
import { thrownBy } from '../support/azd/thrownBy';
import { useTemporaryFolder } from '../support/temporaryFolder';

interface Wish {
  options?: { backend?: string; secretsProvider?: string };
  project?: string;
  variables?: Record<string, string>;
  ci?: boolean;
}

describe('the backend', () => {
  const temporary = useTemporaryFolder();

  /** What is wished; nobody is logged in to anything. */
  function wishes({ options = {}, project, variables = {}, ci = false }: Wish) {
    const folder = mkdtempSync(join(temporary(), 'stack-'));
    return { options, project, variables: { PULUMI_HOME: join(folder, 'home'), ...variables }, ci, folder };
  }

  const passphrase = { PULUMI_CONFIG_PASSPHRASE: '' };

  it.each([
    ['infra.config.backend', { options: { backend: 's3://this' } }],
    ['PULUMI_BACKEND_URL', { variables: { PULUMI_BACKEND_URL: 's3://this' } }],
    ['Pulumi.yaml', { project: 's3://this' }],
  ])('is what %s says', (_, wish: Wish) => {
    const variables = { ...passphrase, PULUMI_ACCESS_TOKEN: 'x', ...wish.variables };

    expect(chooseBackend(wishes({ ...wish, variables }))).toEqual({ url: 's3://this', isDefault: false });
  });

  it('is Pulumi Cloud for a token of it', () => {
    expect(chooseBackend(wishes({ variables: { PULUMI_ACCESS_TOKEN: 'x' } })).url).toBe('https://api.pulumi.com');
  });

  it('is no variable that is empty', () => {
    const variables = { PULUMI_BACKEND_URL: '', PULUMI_ACCESS_TOKEN: 'x' };

    expect(chooseBackend(wishes({ variables, ci: true })).url).toBe('https://api.pulumi.com');
  });

  it('of the options counts more than the variable', () => {
    const variables = { ...passphrase, PULUMI_BACKEND_URL: 's3://b' };

    expect(chooseBackend(wishes({ options: { backend: 's3://a' }, variables })).url).toBe('s3://a');
  });

  it('is what pulumi login has chosen', () => {
    const wished = wishes({});
    mkdirSync(join(wished.folder, 'home'));
    writeFileSync(join(wished.folder, 'home/credentials.json'), '{"current":"https://pulumi.example"}');

    expect(chooseBackend(wished)).toEqual({ url: 'https://pulumi.example', isDefault: false });
  });

  it('is a folder of this machine where nobody says anything', () => {
    const wished = wishes({});

    expect(chooseBackend(wished)).toEqual({ url: pathToFileURL(wished.folder).href, isDefault: true });
  });

  it('is not that folder in continuous integration', () => {
    expect(thrownBy(() => chooseBackend(wishes({ ci: true })))).toMatchObject({
      code: 'local_state_in_ci',
      suggestion: expect.stringContaining('PULUMI_BACKEND_URL'),
    });
  });

  it.each(['azblob://c', 's3://b', 'gs://b', 'file:///srv/state'])('at %s needs a passphrase', (backend) => {
    expect(thrownBy(() => chooseBackend(wishes({ options: { backend } })))).toMatchObject({
      code: 'passphrase_missing',
      message: expect.stringContaining(backend),
    });
  });

  it.each([
    ['a passphrase, even an empty one', { variables: passphrase }],
    ['the file of a passphrase', { variables: { PULUMI_CONFIG_PASSPHRASE_FILE: '/p' } }],
    ['another provider of secrets', { options: { secretsProvider: 'azurekeyvault://v/k' } }],
  ])('of one’s own is accepted with %s', (_, { options, variables }: Wish) => {
    const wished = wishes({ options: { ...options, backend: 's3://b' }, variables });

    expect(chooseBackend(wished).url).toBe('s3://b');
    expect(backendVariables(chooseBackend(wished), wished)).toEqual({ PULUMI_BACKEND_URL: 's3://b' });
  });

  it('of this machine gets a passphrase, and keeps it', () => {
    const wished = wishes({});
    const backend = chooseBackend(wished);

    const { PULUMI_CONFIG_PASSPHRASE_FILE: file = '' } = backendVariables(backend, wished);
    const first = readFileSync(file, 'utf8');

    expect(first).toMatch(/^[\w-]{32}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    mkdirSync(join(wished.folder, '.pulumi/stacks'), { recursive: true });
    expect(backendVariables(backend, wished)).toEqual({
      PULUMI_BACKEND_URL: pathToFileURL(wished.folder).href,
      PULUMI_CONFIG_PASSPHRASE_FILE: file,
    });
    expect(readFileSync(file, 'utf8')).toBe(first);
  });

  it('of this machine takes the passphrase that somebody sets', () => {
    const wished = wishes({ variables: passphrase });

    expect(backendVariables(chooseBackend(wished), wished)).not.toHaveProperty('PULUMI_CONFIG_PASSPHRASE_FILE');
    expect(existsSync(join(wished.folder, 'passphrase'))).toBe(false);
  });

  it('draws no passphrase for a state that has lost its own', () => {
    const { folder } = wishes({});
    const file = keepPassphrase(folder);
    mkdirSync(join(folder, '.pulumi/stacks'), { recursive: true });
    rmSync(file);

    expect(thrownBy(() => keepPassphrase(folder))).toMatchObject({
      code: 'passphrase_missing',
      suggestion: expect.stringContaining(file),
    });
    expect(existsSync(file)).toBe(false);
  });
});
