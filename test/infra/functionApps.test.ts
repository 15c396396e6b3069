import { declare, type DeclaredStack } from '../support/infra/program';

const configurations = [
  { title: 'by default', given: {} },
  { title: 'locked, on a classic tier', given: { sku: 'Developer', functionAccess: 'locked', nodeVersion: '22' } },
] as const;

describe.each(configurations)('the function apps $title', ({ given }) => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare(given);
  });

  it.each(['menu', 'orders'])('tags the site of %s with its service', (app) => {
    const { inputs } = stack.named(app);

    expect(inputs.tags).toEqual({ 'azd-env-name': 'test', 'azd-service-name': app });
  });

  it.each(['menu', 'orders'])('closes the storage account of %s to keys, old protocols and the public', (app) => {
    expect(stack.named(`${app}-storage`).inputs).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
    });
  });

  it('keeps a deployment container for each app and the orders table', () => {
    const containers = stack.ofType('Microsoft.Storage/storageAccounts/blobServices/containers');
    const tables = stack.ofType('Microsoft.Storage/storageAccounts/tableServices/tables');

    const accountOf = (app: string) => stack.named(`${app}-storage`).inputs.accountName;
    expect(containers.map(({ inputs }) => [inputs.accountName, inputs.publicAccess])).toEqual([
      [accountOf('menu'), 'None'],
      [accountOf('orders'), 'None'],
    ]);
    expect(tables.map(({ inputs }) => [inputs.accountName, inputs.tableName])).toEqual([
      [accountOf('orders'), 'orders'],
    ]);
  });

  it('puts each app on a Flex Consumption plan of its own', () => {
    const plans = stack.ofType('Microsoft.Web/serverfarms');
    const used = stack.ofType('Microsoft.Web/sites').map(({ inputs }) => inputs.serverFarmId);

    expect(plans).toHaveLength(used.length);
    expect(new Set(used)).toEqual(new Set(plans.map(({ id }) => id)));
  });

  it.each(['menu', 'orders'])('deploys %s from its own container with its own identity', (app) => {
    const identity = stack.named(`${app}-identity`).id;
    const { inputs } = stack.named(app);

    expect(inputs.identity).toEqual({ type: 'UserAssigned', userAssignedIdentities: [identity] });
    expect(inputs.functionAppConfig).toMatchObject({
      deployment: {
        storage: {
          value: expect.stringMatching(
            new RegExp(`^https://st${app}[a-z0-9]+\\.blob\\.core\\.windows\\.net/deployment$`),
          ),
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity },
        },
      },
    });
  });

  it.each(['menu', 'orders'])('sets nothing on %s that Flex Consumption refuses', (app) => {
    const site = JSON.stringify(stack.revealed(app));

    expect(site).not.toMatch(/FUNCTIONS_|WEBSITE_|SCM_DO_BUILD|ENABLE_ORYX|"TZ"/);
    expect(site).not.toMatch(/netFrameworkVersion|linuxFxVersion|alwaysOn|ftpsState|use32BitWorkerProcess|nodeVersion/);
  });

  it.each(['menu', 'orders'])('refuses plain HTTP, FTP and basic authentication on %s', (app) => {
    expect(stack.named(app).inputs.httpsOnly).toBe(true);
    expect(stack.named(`${app}-ftp`).inputs.allow).toBe(false);
    expect(stack.named(`${app}-scm`).inputs.allow).toBe(false);
  });

  it.each(['menu', 'orders'])('starts %s only when its roles and its container are there', (app) => {
    const needed = stack.resources.filter(({ name }) => name.startsWith(`${app}-may-`)).map(({ name }) => name);

    expect(stack.before(app)).toEqual(expect.arrayContaining([...needed, `${app}-storage-deployment`]));
  });

  it('asks for no key of the storage account', () => {
    expect(JSON.stringify(stack.resources.map(({ inputs }) => inputs))).not.toContain('StorageAccountConnectionString');
  });
});
