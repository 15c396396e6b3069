import { declare } from '../support/infra/program';
import { describeWithPulumi, useEngine } from './engine';
import { useInlineStack } from './inline';

describeWithPulumi('a stack that keeps its orders', () => {
  jest.setTimeout(120_000);

  const kept = { KEEP_ORDERS: 'true' };
  const world = useEngine();
  const stack = useInlineStack(world);

  beforeAll(() => stack().run({ kind: 'up', settings: kept }));

  it('refuses to move to another region before anything is deleted', async () => {
    const { failure } = await stack().run({ kind: 'up', settings: { ...kept, AZURE_LOCATION: 'westus' } });

    expect(failure).toMatch(/unable to replace resource ".*::orders-storage(-orders)?" .* marked for protection/);
    expect(world().azure.resources.size).toBe((await declare()).resources.length);
  });

  it('refuses in the preview to go', async () => {
    const { failure } = await stack().run({ kind: 'previewDestroy' });

    expect(failure).toMatch(/resource ".*::orders-storage-orders" cannot be deleted\s+because it is protected/);
  });

  it('goes without a preview, and leaves the orders where they are', async () => {
    const { failure } = await stack().run({ kind: 'destroy' });

    expect(failure).toContain('because it is protected');
    expect([...world().azure.resources.values()].map(({ token }) => token)).toEqual([
      'resources:ResourceGroup',
      'storage:StorageAccount',
      'storage:Table',
    ]);
  });

  it('goes once it keeps them no longer', async () => {
    await stack().run({ kind: 'up' });

    expect(await stack().run({ kind: 'destroy' })).not.toHaveProperty('failure');
    expect(world().azure.resources.size).toBe(0);
  });
});
