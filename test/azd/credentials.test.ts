import { credentials } from '../../azd/credentials';

const target = { ARM_SUBSCRIPTION_ID: 's', ARM_TENANT_ID: 't' };
const known = { auth: 'azd', subscriptionId: 's', tenantId: 't' } as const;
const github = { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example', AZURE_CLIENT_ID: 'c' };

describe('the credentials of Pulumi', () => {
  it("are azd's own login", () => {
    expect(credentials({ ...known, variables: {} })).toEqual({
      ...target,
      ARM_USE_DEFAULT_AZURE_CREDENTIAL: 'true',
      AZURE_TOKEN_CREDENTIALS: 'AzureDeveloperCLICredential',
    });
  });

  it("are the job's identity in GitHub Actions", () => {
    expect(credentials({ ...known, variables: github })).toEqual({
      ...target,
      ARM_USE_OIDC: 'true',
      ARM_CLIENT_ID: 'c',
    });
  });

  it("are of the job's tenant where that is set", () => {
    expect(credentials({ ...known, variables: { ...github, AZURE_TENANT_ID: 'other' } }).ARM_TENANT_ID).toBe('other');
  });

  it.each([
    'ARM_CLIENT_SECRET',
    'ARM_CLIENT_CERTIFICATE_PATH',
    'ARM_USE_OIDC',
    'ARM_USE_MSI',
    'ARM_USE_DEFAULT_AZURE_CREDENTIAL',
  ])('are left alone where somebody sets %s', (name) => {
    expect(credentials({ ...known, variables: { ...github, [name]: 'true' } })).toEqual(target);
  });

  it('of somebody’s choice keep their tenant', () => {
    const variables = { ARM_CLIENT_SECRET: 'x', ARM_TENANT_ID: 'theirs' };

    expect(credentials({ ...known, variables })).toEqual({ ...target, ARM_TENANT_ID: 'theirs' });
  });

  it('are not chosen by a switch that is off', () => {
    const variables = { ARM_USE_MSI: 'false' };

    expect(credentials({ ...known, variables })).toHaveProperty('ARM_USE_DEFAULT_AZURE_CREDENTIAL');
  });

  it("are the Azure CLI's where the options say so", () => {
    expect(credentials({ ...known, auth: 'az', variables: github })).toEqual(target);
  });

  it('name no subscription that is not known yet', () => {
    const unknown = { ...known, auth: 'az', subscriptionId: undefined, tenantId: undefined } as const;

    expect(credentials({ ...unknown, variables: {} })).toEqual({});
  });
});
