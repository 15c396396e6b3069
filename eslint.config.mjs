// @ts-check
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/**
 * The rooms of this repository, and what each may import besides itself and Node: what is not listed is refused. A file
 * belongs to every room whose pattern it matches. `types` may be imported as types only; AGENTS.md says it in words.
 *
 * @type {Record<string, { files: string, mayImport?: string[], types?: string[], packages?: string[] }>}
 */
const rooms = {
  menu: { files: 'menu/**' },
  terminal: { files: 'terminal/**' },
  manifest: { files: 'package.json' },
  contract: { files: 'functions/orders/openapi.json' },
  contractTypes: { files: 'functions/orders/openapi.d.ts' },
  ordersSettings: { files: 'functions/orders/config.ts' },
  gatewaySecret: { files: 'functions/gatewaySecret.ts' },
  json: { files: 'gateway/json.ts' },
  gateway: {
    files: 'gateway/!(json).ts',
    mayImport: ['contract', 'json'],
    types: ['contractTypes', 'gatewaySecret'],
    packages: ['@xmldom/xmldom'],
  },
  menuApp: { files: 'functions/menu/**', mayImport: ['menu', 'gatewaySecret'], packages: ['@azure/functions'] },
  ordersApp: {
    files: 'functions/orders/**',
    mayImport: ['menu', 'gatewaySecret'],
    packages: ['@azure/functions', '@azure/data-tables', '@azure/identity', 'ajv'],
  },
  build: { files: 'functions/build.ts', mayImport: ['terminal'], packages: ['esbuild'] },
  infra: {
    files: 'infra/**',
    mayImport: ['manifest', 'gateway', 'json', 'terminal'],
    types: ['ordersSettings', 'gatewaySecret'],
    packages: ['@pulumi/pulumi', '@pulumi/azure-native', '@pulumi/random', 'ajv'],
  },
  local: {
    files: 'local/*.ts',
    mayImport: ['apiManagement', 'functionApp', 'tables', 'process', 'json', 'gateway', 'terminal'],
    types: ['ordersSettings', 'gatewaySecret'],
  },
  azd: {
    files: 'azd/**',
    mayImport: ['terminal', 'json'],
    packages: ['@grpc/grpc-js', '@grpc/proto-loader', '@pulumi/pulumi', 'esbuild', 'fflate'],
  },
  process: { files: 'local/process/**', mayImport: ['terminal'] },
  tables: { files: 'local/tables/**', mayImport: ['process', 'terminal'], packages: ['azurite'] },
  functionApp: {
    files: 'local/functionApp/**',
    mayImport: ['process', 'json', 'terminal'],
    packages: ['ajv'],
  },
  apiManagement: {
    files: 'local/apiManagement/**',
    mayImport: ['process', 'json', 'gateway', 'terminal'],
    packages: ['ajv', 'undici'],
  },
  demo: {
    files: 'local/demo/**',
    mayImport: ['local', 'gateway', 'terminal'],
    packages: ['@modelcontextprotocol/sdk', 'ajv'],
  },
  bench: {
    files: 'bench/**',
    mayImport: ['terminal', 'gateway', 'local', 'apiManagement'],
    packages: ['autocannon', 'undici', '@modelcontextprotocol/sdk'],
  },
  root: { files: '*', packages: ['*', '@*/*'] },
  test: { files: 'test/**', mayImport: ['*'], packages: ['*', '@*/*'] },
};

const policies = Object.entries(rooms).map(([room, { mayImport = [], types = [], packages = [] }]) => ({
  from: { file: { categories: room } },
  allow: [
    { to: { file: { categories: [room, ...mayImport] } } },
    ...(types.length > 0 ? [{ to: { file: { categories: types } }, dependency: { kind: 'type' } }] : []),
    { to: { module: { origin: 'core' } } },
    ...(packages.length > 0 ? [{ to: { module: { origin: 'external', source: packages } } }] : []),
  ],
}));

const computedImports = [
  "ImportExpression[source.type!='Literal']",
  "CallExpression[callee.name='require'][arguments.0.type!='Literal']",
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '**/*.d.ts', '.data/', '.azure/', '.pulumi-state/'] },
  {
    files: ['**/*.{ts,cts,mts,tsx,js,cjs,mjs}'],
    linterOptions: { noInlineConfig: true },
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.d.ts', '.js', '.json'] } },
      'boundaries/files': Object.entries(rooms).map(([category, { files }]) => ({ category, pattern: files })),
      'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
    },
    rules: {
      'boundaries/no-unknown-files': 'error',
      'boundaries/dependencies': [
        'error',
        { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies },
      ],
      // What boundaries does not see is not written.
      'no-restricted-syntax': [
        'error',
        ...['TSImportEqualsDeclaration', 'TSImportType', ...computedImports].map((selector) => ({
          selector,
          message: 'Import by a declaration, or by import() of a literal.',
        })),
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreVoidReturningFunctions: true }],
      'no-restricted-imports': [
        'error',
        ...['process', 'node:process'].map((name) => ({
          name,
          message: 'Take process itself: its environment is read in a config.ts only.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in a config.ts and pass it down.' },
      ],
    },
  },
  { files: ['**/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // They load the bundle that they are given.
  { files: ['local/functionApp/app/load.ts', 'bench/loadBundle.js'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      // The cells of an it.each row arrive as parameters, and Jest's matchers are typed any.
      'max-params': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);
