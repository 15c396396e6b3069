import { guardedSteps, refuse } from '../../../azd/worker/guard';
import { step } from './steps';

const account = 'storage:StorageAccount';
const guard = [`azure-native:${account}`];
const log = '/project/.azure/dev/pulumi/up.log';
const none = { settings: {}, kept: { settings: {}, outputs: {} }, log };

describe('the guard', () => {
  it.each(['replace', 'delete', 'delete-replaced', 'create-replacement'] as const)('catches the step %s', (op) => {
    expect(guardedSteps([step({ op, name: 'orders', type: account })], guard)).toHaveLength(1);
  });

  it.each(['create', 'update', 'same', 'discard'] as const)('lets the step %s pass', (op) => {
    expect(guardedSteps([step({ op, name: 'orders', type: account })], guard)).toEqual([]);
  });

  it('lets other types pass', () => {
    expect(guardedSteps([step({ op: 'replace', name: 'menu' })], guard)).toEqual([]);
  });

  it('catches a type of another version', () => {
    const type = 'azure-native:storage/v20240101:StorageAccount';

    expect(guardedSteps([step({ op: 'delete', name: 'orders', type })], guard)).toHaveLength(1);
  });

  it('tells each resource once, by the step that tells why', () => {
    const ops = ['delete-replaced', 'replace', 'create-replacement'] as const;
    const steps = ops.map((op) => step({ op, name: 'orders', type: account }));

    expect(guardedSteps(steps, guard).map(({ op }) => op)).toEqual(['replace']);
  });
});

describe('what the guard refuses', () => {
  const before = { accountName: 'stdev', location: 'japaneast' };
  const replaced = step({
    ...{ op: 'replace', name: 'orders', type: account },
    ...{ before, after: { accountName: 'stdev', location: 'westus' }, replacedBy: ['location'] },
  });

  it('is told with what would be lost, and how to have it nevertheless', () => {
    const gone = step({ op: 'delete', name: 'menu', type: account });
    const { message, suggestion, code } = refuse({ ...none, guarded: [replaced, gone] });

    expect(code).toBe('guarded_resource');
    expect(message.split('\n').slice(1)).toEqual([
      '  replace orders (stdev), azure-native:storage:StorageAccount',
      '  delete menu, azure-native:storage:StorageAccount',
      'Nothing was changed.',
    ]);
    expect(suggestion).toContain('ALLOW_REPLACE=true azd provision');
    expect(suggestion).toContain(log);
  });

  it.each([
    ['changed', { 'shop:a': '1', SKU: 'x' }, {}, { 'shop:a': '2', SKU: 'x' }, 'shop:a (1 → 2)'],
    ['new', {}, {}, { 'shop:a': '2' }, 'shop:a (not set → 2)'],
    ['taken away', { 'shop:a': '1' }, {}, {}, 'shop:a (1 → not set)'],
    ['outputs as well', {}, { AZURE_LOCATION: '1' }, { AZURE_LOCATION: '2' }, 'AZURE_LOCATION (1 → 2)'],
    ['perhaps private', { DATABASE_URL: '1' }, {}, { DATABASE_URL: '2' }, 'DATABASE_URL'],
  ])('names settings that are %s', (_, settings, outputs, now, cause) => {
    const kept = { settings, outputs } as Record<'settings' | 'outputs', Record<string, string>>;
    const { message } = refuse({ guarded: [replaced], settings: now, kept, log });

    expect(message.split('\n')[0]).toContain(`because of ${cause}:`);
  });

  it.each([
    ['nobody knows the settings of last time', undefined],
    ['only outputs are missing', { settings: {}, outputs: { URL: 'x' } }],
  ])('names the property where %s', (_, kept) => {
    const { message } = refuse({ ...none, guarded: [replaced], kept });

    expect(message).toContain('because of location of orders (japaneast → westus):');
  });

  it('is the program’s doing where nothing else has changed', () => {
    const { message } = refuse({ ...none, guarded: [step({ op: 'delete', name: 'orders', type: account })] });

    expect(message).toContain('because of a change of the program:');
  });
});
