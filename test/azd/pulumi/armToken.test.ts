import { readArmToken } from '../../../azd/pulumi/armToken';
import { writeScript } from '../../support/azd/scriptedProgram';
import { useTemporaryFolder } from '../../support/temporaryFolder';

describe("a token for Azure's management", () => {
  const temporary = useTemporaryFolder();
  const scope = '--output json --scope https://management.azure.com/.default';
  const target = (variables = {}) => ({
    ...{ folder: temporary(), stack: 'dev' },
    variables: { PATH: `${temporary()}:/usr/bin:/bin`, ...variables },
  });

  beforeAll(async () => {
    await writeScript(temporary(), 'azd', `echo "{\\"token\\":\\"azd $@\\"}"`);
    await writeScript(temporary(), 'az', `echo "{\\"accessToken\\":\\"az $@\\"}"`);
  });

  it.each(['ARM_USE_DEFAULT_AZURE_CREDENTIAL', 'ARM_USE_OIDC', 'ARM_CLIENT_SECRET'])(
    'is azd’s with %s',
    async (name) => {
      expect(await readArmToken(target({ [name]: 'true', ARM_TENANT_ID: 't' }))).toBe(
        `azd auth token ${scope} --tenant-id t`,
      );
    },
  );

  it("is the Azure CLI's where no other login is switched on", async () => {
    expect(await readArmToken(target({ ARM_TENANT_ID: 't', ARM_SUBSCRIPTION_ID: 's' }))).toBe(
      `az account get-access-token ${scope} --tenant t`,
    );
  });

  it('names no tenant that is not known', async () => {
    expect(await readArmToken(target())).toBe(`az account get-access-token ${scope}`);
  });

  it.each(['exit 1', 'echo "{}"', 'echo nonsense'])(
    'that azd does not give (%s) is a failure with what to do',
    async (lines) => {
      await writeScript(temporary(), 'azd', lines);

      await expect(readArmToken(target({ ARM_USE_OIDC: 'true' }))).rejects.toMatchObject({
        code: 'not_logged_in',
        suggestion: 'Run azd auth login.',
      });
    },
  );
});
