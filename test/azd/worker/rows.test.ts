import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { armTypes } from '../../../azd/worker/armTypes';
import { rowsOf } from '../../../azd/worker/rows';
import { step } from './steps';

const apim = 'apimanagement:ApiManagementService';
const site = 'Microsoft.Web/sites';
const group = 'Microsoft.Resources/resourceGroups';

describe('the rows of a preview', () => {
  it.each([
    ['create', 'Create'],
    ['import', 'Create'],
    ['update', 'Modify'],
    ['replace', 'Replace'],
    ['delete', 'Delete'],
  ] as const)('call the step %s %s', (op, change) => {
    expect(rowsOf([step({ op, name: 'menu' })])).toEqual([{ change, type: site, name: 'menu' }]);
  });

  it.each(['same', 'read', 'refresh', 'discard'] as const)('leave out what is %s', (op) => {
    expect(rowsOf([step({ op, name: 'menu' })])).toEqual([
      { change: 'NoChange', type: group, name: 'nothing is to change' },
    ]);
  });

  it('have one for the three steps of a replacement, in either order', () => {
    const ops = ['delete-replaced', 'replace', 'create-replacement'] as const;
    const steps = ops.map((op) => step({ op, name: 'menu' }));

    expect(rowsOf(steps)).toEqual([{ change: 'Replace', type: site, name: 'menu' }]);
    expect(rowsOf(steps.toReversed())).toEqual(rowsOf(steps));
  });

  it('name a resource as Azure does, where that is known', () => {
    const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    const rows = rowsOf([
      step({ op: 'create', name: 'apim', type: apim, after: { serviceName: 'apim-dev' } }),
      step({ op: 'delete', name: 'old', type: apim, before: { serviceName: 'apim-old' } }),
      step({ op: 'create', name: 'new', type: apim, after: { serviceName: unknown } }),
    ]);

    expect(rows.map(({ name }) => name)).toEqual(['apim-dev', 'apim-old', 'new']);
  });

  it.each(['azure-native:web/v20240401:WebApp', 'azure-native_web_v20240401:web:WebApp'])('know %s', (type) => {
    expect(rowsOf([step({ op: 'create', name: 'menu', type })])).toEqual([
      { change: 'Create', type: site, name: 'menu' },
    ]);
  });

  it('count last what azd does not show, the gravest change first', () => {
    const hidden = [
      step({ op: 'create', name: 'a', type: 'web:Other' }),
      step({ op: 'create', name: 'b', type: 'web:Other' }),
      step({ op: 'replace', name: 'c', type: 'random:index:RandomPassword' }),
    ];

    expect(rowsOf(hidden.slice(0, 1))).toEqual([
      { change: 'Create', type: group, name: '1 further resource: azd pulumi preview' },
    ]);
    expect(rowsOf([...hidden, step({ op: 'update', name: 'menu' })])).toEqual([
      { change: 'Modify', type: site, name: 'menu' },
      { change: 'Replace', type: group, name: '3 further resources (1 Replace, 2 Create): azd pulumi preview' },
    ]);
  });

  it.each(Object.entries(armTypes))('take the name of %s from an input that azure-native has', (token, listed) => {
    const [module = '', type = ''] = token.split(':');
    const file = `${type.charAt(0).toLowerCase()}${type.slice(1)}.d.ts`;
    const path = join(dirname(require.resolve('@pulumi/azure-native/package.json')), module, file);

    expect(existsSync(path)).toBe(true);
    const [, args] = readFileSync(path, 'utf8').split(/^export interface \w+Args \{/m);
    expect(args).toContain(` ${String(listed?.name)}?: pulumi.Input<`);
  });
});
