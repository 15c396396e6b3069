import { HalfMade } from '../support/engine/faults';
import { declare } from '../support/infra/program';
import { describeWithPulumi, useEngine } from './engine';
import { useInlineStack } from './inline';

describeWithPulumi('a deployment that goes wrong', () => {
  jest.setTimeout(120_000);

  const world = useEngine();
  const stack = useInlineStack(world);
  let all: number;
  /** Without what their templates make. */
  let declared: number;

  beforeAll(async () => {
    const { resources } = await declare();
    all = resources.length;
    declared = resources.filter(({ deployment }) => deployment === undefined).length;
  });

  afterEach(async () => {
    expect(await stack().run({ kind: 'destroy' })).not.toHaveProperty('failure');
    expect(world().azure.resources.size).toBe(0);
  });

  it('in the middle, because Azure refuses the service, says why and goes on when it is repeated', async () => {
    world().faults.beforeCreate = (name) => {
      if (name === 'apim') throw new Error('Code="ServiceAlreadyExists" Message="The service is soft-deleted."');
    };
    const { failure } = await stack().run({ kind: 'up' });
    const before = world().azure.resources.size;
    delete world().faults.beforeCreate;

    const { changes } = await stack().run({ kind: 'up' });

    expect(failure).toMatch(/error: Code="ServiceAlreadyExists" Message="The service is soft-deleted\."/);
    expect(failure).not.toMatch(/\n\s+at .*\(/);
    expect(before).toBeGreaterThan(0);
    expect(world().azure.resources.size).toBe(all);
    expect(changes.create).toBeGreaterThanOrEqual(declared - before);
  });

  it('because the provider dies before Azure hears of the service goes on when it is repeated', async () => {
    world().faults.beforeCreate = (name) => {
      if (name !== 'apim') return;
      world().stopProvider();
      throw new Error('The provider is gone.');
    };
    const { failure } = await stack().run({ kind: 'up', parallel: 1 });
    delete world().faults.beforeCreate;
    await world().startProvider();

    const { changes } = await stack().run({ kind: 'up' });

    expect(failure).toContain('error: ');
    expect(changes).toEqual({ create: expect.any(Number) });
    expect(world().azure.resources.size).toBe(all);
  });

  it('because Azure leaves the service half made keeps it, and brings it to its end when it is repeated', async () => {
    world().faults.afterCreate = (name) => {
      if (name === 'apim') throw new HalfMade('The activation of the service has failed.');
    };
    const { failure } = await stack().run({ kind: 'up' });
    delete world().faults.afterCreate;

    const { changes } = await stack().run({ kind: 'up' });

    expect(failure).toContain('The activation of the service has failed.');
    expect(changes).toEqual({ create: expect.any(Number), update: 1 });
    expect(world().azure.resources.size).toBe(all);
  });

  it('when it is destroyed takes a subscription along that somebody made by hand', async () => {
    await stack().run({ kind: 'up' });
    const { azure } = world();
    const [scope = ''] = [...azure.resources.keys()].filter((id) => id.endsWith('/products/agents'));
    const { resourceGroupName, serviceName } = azure.find(scope)?.inputs ?? {};
    azure.create('apimanagement:Subscription', { resourceGroupName, serviceName, sid: 'by-hand', scope });

    expect(await stack().run({ kind: 'destroy' })).not.toHaveProperty('failure');
  });

  it('because somebody deleted a subscription says so in one sentence, and what mends it does', async () => {
    await stack().run({ kind: 'up' });
    world().azure.delete([...world().azure.resources.keys()].find((id) => id.endsWith('/subscriptions/agents')) ?? '');

    const { failure } = await stack().run({ kind: 'up' });
    const refreshed = await stack().run({ kind: 'refresh' });
    const { changes } = await stack().run({ kind: 'up' });

    expect(failure).toMatch(
      /error: The key of the subscription agents cannot be read: .* run pulumi refresh, then pulumi up\.\n/,
    );
    expect(failure).not.toMatch(/\n\s+at .*\(|grpc/);
    expect(refreshed.changes).toEqual({ delete: 1 });
    expect(changes).toEqual({ create: 1 });
  });
});
