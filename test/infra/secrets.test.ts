import { gateway } from '../../gateway';
import { toProperties } from '../../infra/plan/predictedAzure';
import { HIDDEN, revealSecrets } from '../../infra/plan/secrets';
import { declare, type DeclaredStack } from '../support/infra/program';

const { secret: definition, restApis } = gateway;
const ordersKeyValue = `apim-value-${restApis.orders.key.namedValue}`;
const secretValue = `apim-value-${definition.namedValue}`;

describe.each([
  { title: 'by default', given: {} },
  { title: 'locked, on a classic tier', given: { sku: 'Developer', functionAccess: 'locked' } },
] as const)('the secrets of a stack $title', ({ given }) => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare(given);
  });

  it.each(['menu', 'orders'])('are the same for %s as for the gateway, and hidden', (app) => {
    const secret = secretIn(stack, app);

    expect(secret).toMatch(/^[A-Za-z0-9]{48}$/);
    expect(stack.revealed(secretValue)).toMatchObject({ value: secret, secret: true });
    expect(toProperties(stack.named(app).inputs.siteConfig).appSettings).toContainEqual({
      name: 'GATEWAY_SECRET',
      value: HIDDEN,
    });
    expect(stack.named(secretValue).inputs.value).toBe(HIDDEN);
  });

  it.each(['menu', 'orders'])('are sent by the backend of %s as a reference, once the named value is there', (row) => {
    const backend = stack.named(`apim-${row}-backend`);

    const { header, namedValue } = definition;
    expect(backend.inputs.credentials).toEqual({ header: { [header]: [`{{${namedValue}}}`] } });
    expect(backend.after).toContain(secretValue);
  });

  it('include the REST API’s key in the outputs, as its policies know it', () => {
    const { ORDERS_API_KEY: key } = toProperties(revealSecrets(stack.wire.outputs));

    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(stack.revealed(ordersKeyValue).value).toBe(key);
  });
});

/** The gateway's secret among the settings of an app. */
function secretIn(stack: DeclaredStack, app: string): unknown {
  const { appSettings } = toProperties(stack.revealed(app).siteConfig);
  const setting = (appSettings as { name: string; value: unknown }[]).find(({ name }) => name === 'GATEWAY_SECRET');
  return setting?.value;
}
