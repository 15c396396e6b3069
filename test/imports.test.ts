import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');

interface Plant {
  file: string;
  source: string;
}

/** Whether ESLint accepts each import, planted in the file it comes with. */
function lint(plants: readonly Plant[]): boolean[] {
  const output = execFileSync(process.execPath, [join(__dirname, 'support/lint.mjs')], {
    cwd: root,
    input: JSON.stringify(plants),
    encoding: 'utf8',
  });
  return JSON.parse(output) as boolean[];
}

/** A file of each room, and the rooms that it may import: everything else is refused. */
const rooms: Readonly<Record<string, { file: string; mayImport: readonly string[] | 'everything' }>> = {
  menu: { file: 'menu/index.ts', mayImport: [] },
  terminal: { file: 'terminal/output.ts', mayImport: [] },
  gateway: { file: 'gateway/index.ts', mayImport: ['contract', 'json'] },
  manifest: { file: 'package.json', mayImport: [] },
  contract: { file: 'functions/orders/openapi.json', mayImport: [] },
  gatewaySecret: { file: 'functions/gatewaySecret.ts', mayImport: [] },
  menuApp: { file: 'functions/menu/tools.ts', mayImport: ['menu', 'gatewaySecret'] },
  ordersApp: {
    file: 'functions/orders/order.ts',
    mayImport: ['menu', 'contract', 'ordersSettings', 'gatewaySecret'],
  },
  ordersSettings: {
    file: 'functions/orders/config.ts',
    mayImport: ['menu', 'contract', 'ordersApp', 'gatewaySecret'],
  },
  build: { file: 'functions/build.ts', mayImport: ['terminal'] },
  azd: { file: 'azd/job.ts', mayImport: ['terminal', 'json'] },
  infra: { file: 'infra/stack.ts', mayImport: ['manifest', 'gateway', 'json', 'terminal'] },
  local: {
    file: 'local/stack.ts',
    mayImport: ['apiManagement', 'functionApp', 'tables', 'process', 'json', 'gateway', 'terminal'],
  },
  json: { file: 'gateway/json.ts', mayImport: [] },
  process: { file: 'local/process/child.ts', mayImport: ['terminal'] },
  tables: { file: 'local/tables/index.ts', mayImport: ['process', 'terminal'] },
  functionApp: { file: 'local/functionApp/index.ts', mayImport: ['process', 'json', 'terminal'] },
  apiManagement: { file: 'local/apiManagement/index.ts', mayImport: ['process', 'json', 'gateway', 'terminal'] },
  demo: { file: 'local/demo/index.ts', mayImport: ['local', 'gateway', 'terminal'] },
  bench: { file: 'bench/calls.ts', mayImport: ['terminal', 'gateway', 'local', 'apiManagement'] },
  test: { file: 'test/support/orders.ts', mayImport: 'everything' },
};

const importers = Object.entries(rooms).filter(([, { file }]) => file.endsWith('.ts'));

describe('the rooms', () => {
  const pairs = importers.flatMap(([room, { file }]) =>
    Object.entries(rooms)
      .filter(([other]) => other !== room)
      .map(([other, target]) => ({ room, other, file, source: `import '${pathTo(target.file, file)}';` })),
  );
  let accepted: boolean[];
  beforeAll(() => {
    accepted = lint(pairs);
  });

  it.each(importers)('let %s import what it is listed with, and no other room', (room, { mayImport }) => {
    const imported = pairs.filter((pair, index) => pair.room === room && accepted[index]).map(({ other }) => other);

    const everything = Object.keys(rooms).filter((other) => other !== room);
    expect(imported.sort()).toEqual((mayImport === 'everything' ? everything : [...mayImport]).sort());
  });
});

describe('the rules for imports', () => {
  const orders = "'../functions/orders/config'";

  const plants: [title: string, expected: boolean, plant: Plant][] = [
    ['types of an app’s settings', true, { file: 'infra/stack.ts', source: `import type { Config } from ${orders};` }],
    [
      'types of an app’s settings by another app',
      false,
      { file: 'functions/menu/config.ts', source: `import type { Config } from '../orders/config';` },
    ],
    ['their values', false, { file: 'infra/stack.ts', source: `import { readConfig } from ${orders};` }],
    [
      'types of an app’s handlers',
      false,
      { file: 'local/stack.ts', source: "import type {} from '../functions/menu';" },
    ],
    [
      'types of the contract',
      true,
      { file: 'gateway/index.ts', source: "import type { operations } from '../functions/orders/openapi';" },
    ],
    ['a package that its room lists', true, { file: 'infra/stack.ts', source: "import '@pulumi/pulumi/automation';" }],
    ['a package that another room lists', false, { file: 'gateway/index.ts', source: "import '@pulumi/pulumi';" }],
    ['the core module of an app', false, { file: 'local/stack.ts', source: "import '@azure/functions';" }],
    ['Node', true, { file: 'menu/index.ts', source: "import 'node:fs';" }],
    ['a folder by its name', false, { file: 'local/stack.ts', source: "import '../menu';" }],
    ['a file by its ending', false, { file: 'gateway/index.ts', source: "import '../infra/names.js';" }],
    ['a file by a detour', false, { file: 'gateway/index.ts', source: "import '../gateway/../infra/names';" }],
    ['a file that does not exist', false, { file: 'gateway/index.ts', source: "import '../infra/nothing';" }],
    ['by require', false, { file: 'gateway/index.ts', source: "const names = require('../infra/names');" }],
    ['when it is needed', false, { file: 'gateway/index.ts', source: "void import('../infra/names');" }],
    ['when it is computed', false, { file: 'gateway/index.ts', source: "void import('../infra' + '/names');" }],
    ['by a computed require', false, { file: 'gateway/index.ts', source: "require('../infra' + '/names');" }],
    ['by an assignment', false, { file: 'gateway/index.ts', source: "import names = require('../infra/names');" }],
    ['in a type', false, { file: 'gateway/index.ts', source: "export type A = import('../infra/names').A;" }],
    ['in a module of CommonJS', false, { file: 'gateway/more.cts', source: "import '../infra/names';" }],
    ['the environment', false, { file: 'gateway/index.ts', source: "import { env } from 'node:process';" }],
    ['the environment, by its old name', false, { file: 'gateway/index.ts', source: "import { env } from 'process';" }],
    ['to export it again', false, { file: 'gateway/index.ts', source: "export * from '../infra/names';" }],
    ['from a folder that has no rule', false, { file: 'shop/index.ts', source: "import 'node:fs';" }],
  ];
  let accepted: boolean[];
  beforeAll(() => {
    accepted = lint(plants.map(([, , plant]) => plant));
  });

  it.each(plants.map(([title, expected], index) => ({ title, expected, index })))(
    'are obeyed for $title: $expected',
    ({ expected, index }) => {
      expect(accepted[index]).toBe(expected);
    },
  );
});

describe('the files', () => {
  it('import each other in no circle, types included', () => {
    const files = execFileSync('git', ['ls-files', '-z', '*.ts'], { cwd: root, encoding: 'utf8' }).split('\0');
    const graph = new Map(files.filter(existsSync).map((file) => [file, importsOf(file)]));

    expect([...graph.keys()].flatMap((file) => circleThrough(file, graph))).toEqual([]);
  });
});

/** `../infra/names` */
function pathTo(file: string, from: string): string {
  return relative(join(from, '..'), file)
    .replace(/\.ts$/, '')
    .replace(/^(?!\.)/, './');
}

function importsOf(file: string): string[] {
  const path = join(root, file);
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'));
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .flatMap(({ fileName }) => ts.resolveModuleName(fileName, path, options, ts.sys).resolvedModule ?? [])
    .map(({ resolvedFileName }) => relative(root, resolvedFileName));
}

/** The shortest way from a file back to itself. */
function circleThrough(file: string, graph: ReadonlyMap<string, string[]>): string[] {
  const ways = new Map([[file, file]]);
  for (const [reached, way] of ways) {
    for (const next of graph.get(reached) ?? []) {
      if (next === file) return [`${way} → ${file}`];
      if (!ways.has(next)) ways.set(next, `${way} → ${next}`);
    }
  }
  return [];
}
