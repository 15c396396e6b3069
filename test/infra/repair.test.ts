import { gateway } from '../../gateway';
import { runProgram } from '../../infra/plan/program';
import type { Registration } from '../../infra/plan/recordingMonitor';
import { adopt, nameOf, typeOf } from '../../infra/repair/adoption';
import { ownersIn } from '../../infra/repair/lock';
import { parseState, type State, type StateResource } from '../../infra/repair/state';
import { urnsOf } from '../../infra/repair/urns';
import { aConfig, SUBSCRIPTION } from '../support/infra/program';

const prefix = 'urn:pulumi:dev::ramen-gateway::';
const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const provider = 'pulumi:providers:azure-native';

const resource = (type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: `${prefix}${type}::${name}`,
  type: type.split('$').at(-1) ?? '',
  custom: true,
  ...more,
});

/** A stack whose group and one of its accounts are there. */
const begun = [
  resource('pulumi:pulumi:Stack', 'ramen-gateway-dev'),
  resource(provider, 'azure', { id: 'provider-id' }),
  resource('azure-native:resources:ResourceGroup', 'group', { id: group }),
  resource('ramen:infra:Storage', 'orders-storage'),
  resource('ramen:infra:Storage$azure-native:storage:StorageAccount', 'orders-storage', { id: 'account' }),
];

function aState(resources: StateResource[], pending: StateResource[] = []): State {
  const operations = pending.map((one) => ({ type: 'creating', resource: one }));
  return { deployment: { resources, pending_operations: operations } };
}

describe('what npm run repair looks for in Azure', () => {
  let registrations: readonly Registration[];
  beforeAll(async () => {
    ({ registrations } = await runProgram(aConfig(), gateway));
  });

  it('is what the program wants and the state lacks, as the engine would have it', () => {
    const { state, candidates } = adopt(aState(begun), registrations, SUBSCRIPTION);

    expect(candidates.map(({ urn }) => nameOf(urn)).sort()).toEqual([
      'orders-storage-deployment',
      'orders-storage-orders',
    ]);
    expect(state.deployment.resources.find(({ urn }) => nameOf(urn) === 'orders-storage-orders')).toMatchObject({
      urn: `${prefix}ramen:infra:Storage$azure-native:storage:Table::orders-storage-orders`,
      id: expect.stringMatching(/\/Microsoft\.Storage\/storageAccounts\/\w+\/tableServices\/default\/tables\/orders$/),
      parent: `${prefix}ramen:infra:Storage::orders-storage`,
      provider: `${prefix}${provider}::azure::provider-id`,
      dependencies: expect.arrayContaining([
        `${prefix}ramen:infra:Storage$azure-native:storage:StorageAccount::orders-storage`,
      ]),
      inputs: {},
      outputs: {},
    });
  });

  it('begins with the creations that had begun, by their own inputs', () => {
    const inputs = { roleAssignmentName: 'random', scope: group };
    const role = resource('azure-native:authorization:RoleAssignment', 'gone', { inputs });

    const { state, candidates } = adopt(aState(begun, [role]), registrations, SUBSCRIPTION);

    expect(candidates[0]).toMatchObject({
      ...role,
      id: `${group}/providers/Microsoft.Authorization/roleAssignments/random`,
      outputs: {},
    });
    expect(state.deployment.pending_operations).toEqual([]);
  });

  it('is nothing in a stack that has not begun', () => {
    expect(adopt(aState([]), registrations, SUBSCRIPTION).candidates).toEqual([]);
  });

  it('leaves out what names itself, and says so once it can have been begun', () => {
    const names = registrations.map(({ name }) => name);
    const [role = ''] = names.filter((name) => name.startsWith('apim-may-'));
    const urns = urnsOf(registrations, String(begun[0]?.urn));
    const others = registrations
      .filter(({ name }) => name !== role)
      .map(({ urn, type }) => ({ urn: urns.get(urn) ?? '', type, custom: true, id: 'any' }));

    const { candidates, nameless } = adopt(aState(others), registrations, SUBSCRIPTION);

    expect({ candidates, nameless }).toEqual({ candidates: [], nameless: [role] });
    expect(adopt(aState(begun), registrations, SUBSCRIPTION).nameless).toEqual([]);
  });

  it('leaves out what was to replace another one, and says so', () => {
    const role = resource('azure-native:authorization:RoleAssignment', 'replaced', { inputs: { scope: group } });

    const { candidates, replaced } = adopt(aState([...begun, role], [role]), registrations, SUBSCRIPTION);

    expect(candidates.map(({ urn }) => urn)).not.toContain(role.urn);
    expect(replaced).toEqual(['replaced']);
  });

  it('is refused when its id would be the id of another type', () => {
    const inputs = { resourceGroupName: 'rg', accountName: 'account/tableServices/default/tables/orders' };
    const account = resource('azure-native:storage:StorageAccount', 'account', { inputs });

    expect(() => adopt(aState(begun, [account]), registrations, SUBSCRIPTION)).toThrow(
      /^account cannot be adopted: .*\/tables\/orders is no id of a Microsoft\.Storage\/storageAccounts\.$/,
    );
  });
});

it.each([
  [group, 'Microsoft.Resources/resourceGroups'],
  [`${group}/providers/A.B/x/1`, 'A.B/x'],
  [`${group}/providers/A.B/x/1/y/2`, 'A.B/x/y'],
  [`${group}/providers/A.B/x/1/providers/C.D/z/3`, 'C.D/z'],
  [`${group}/providers/A.B/x`, undefined],
  [`${group}/providers/A.B/x//y/2`, undefined],
  [`${group}/providers/A.B`, undefined],
  ['', undefined],
])('tells the type in the id %s', (id, type) => {
  expect(typeOf(id)).toBe(type);
});

it('gives URNs every generation of parents, as the engine does', () => {
  const stack = `${prefix}pulumi:pulumi:Stack::ramen-gateway-dev`;
  const register = (urn: string, type: string, parent: string): Registration => ({
    ...{ urn, type, parent, name: urn, custom: false, inputs: {}, dependencies: [], deletedWith: '' },
  });

  const urns = urnsOf(
    [
      register('stack', 'pulumi:pulumi:Stack', ''),
      register('a', 't:A', 'stack'),
      register('b', 't:B', 'a'),
      register('c', 't:C', 'b'),
    ],
    stack,
  );

  expect([...urns.values()]).toEqual([stack, `${prefix}t:A::a`, `${prefix}t:A$t:B::b`, `${prefix}t:A$t:B$t:C::c`]);
});

it('reads from a failure who holds the lock', () => {
  const message =
    'the stack is currently locked by 2 lock(s).\n' +
    '  file:///state/1.json: created by somebody@laptop (pid 12) at 2000-01-01T00:00:00Z\n' +
    '  file:///state/2.json: created by A Person@other.host (pid 345) at 2000-01-01T00:00:00Z';

  expect(ownersIn(message)).toEqual([
    { user: 'somebody', host: 'laptop', pid: 12 },
    { user: 'A Person', host: 'other.host', pid: 345 },
  ]);
  expect(ownersIn('something else')).toEqual([]);
});

describe('a state', () => {
  it('keeps what is not known of it', () => {
    const state = { version: 3, deployment: { manifest: {}, more: 1, resources: [{ ...begun[0], rest: [2] }] } };

    expect(parseState(JSON.stringify(state))).toEqual({
      version: 3,
      deployment: { ...state.deployment, pending_operations: [] },
    });
  });

  it.each([
    '{}',
    '{"deployment":{"manifest":{},"resources":[{}]}}',
    '{"deployment":{"manifest":{},"pending_operations":[{}]}}',
  ])('is refused when it is none: %s', (text) => {
    expect(() => parseState(text)).toThrow(/state/);
  });
});
