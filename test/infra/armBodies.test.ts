import { toProperties } from '../../infra/plan/predictedAzure';
import { mistakesOf, toBody } from '../support/infra/armBody';
import { armSchemas } from '../support/infra/armSchemas';
import { declare, type DeclaredStack } from '../support/infra/program';

const configurations = [
  { title: 'by default', given: {} },
  { title: 'with Node 22 and no keys', given: { nodeVersion: '22', subscriptionRequired: 'false' } },
  { title: 'locked', given: { sku: 'Developer', functionAccess: 'locked' } },
] as const;

describe.each(configurations)('bodies sent to ARM $title', ({ given }) => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare(given);
  });

  it.each(Object.keys(armSchemas))('%s has the properties that ARM knows, and no others', (type) => {
    const bodies = stack.ofType(type).map(({ name }) => toBody(type, stack.revealed(name)));

    expect(bodies).not.toHaveLength(0);
    expect(bodies.flatMap((body) => mistakesOf(type, body))).toEqual([]);
  });
});

describe('the schemas of those bodies', () => {
  let stack: DeclaredStack;
  beforeAll(async () => {
    stack = await declare();
  });

  it.each([
    'apim-mcp-servers/menu-mcp',
    'apim-orders-api',
    'apim-orders-backend',
    'apim-orders-mcp-policy',
    'menu',
    'menu-plan',
  ])('refuse %s with one more property', (name) => {
    const { type } = stack.named(name);
    const body = toBody(type, stack.revealed(name));

    const misspelt = { ...body, properties: { ...toProperties(body.properties), subscriptionRequird: true } };

    expect(mistakesOf(type, misspelt).join()).toContain('subscriptionRequird');
  });

  it('refuse an MCP server with a backend and tools', () => {
    const { type } = stack.named('apim-mcp-servers/orders-mcp');
    const body = toBody(type, stack.revealed('apim-mcp-servers/orders-mcp'));

    const both = { properties: { ...toProperties(body.properties), backendId: 'menu' } };

    expect(mistakesOf(type, both).join()).toContain('exactly one schema');
  });
});
