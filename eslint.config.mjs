// @ts-check
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. A pattern is matched against the import as written; type-only imports of a folder in
 * `typesOnly` are allowed. See AGENTS.md for the table in words.
 */
const importRules = [
  { files: ['menu/**'], forbidden: ['\\.\\./'], why: 'menu imports nothing' },
  {
    files: ['functions/menu/**'],
    forbidden: ['^\\.\\./(?!\\.\\./menu$)'],
    why: 'a function app imports menu and itself',
  },
  {
    files: ['functions/orders/**'],
    forbidden: ['^\\.\\./(?!\\.\\./menu$)'],
    why: 'a function app imports menu and itself',
  },
  {
    files: ['infra/**'],
    forbidden: ['/local/', '/agent/', '/azd/', '/menu$', '/functions/(?!orders/openapi\\.json$)'],
    typesOnly: ['/functions/orders/(config|openapi)$'],
    why: 'infra imports itself, openapi.json as data and the apps’ config as types',
  },
  {
    files: ['infra/gateway.ts', 'infra/outputs.ts'],
    forbidden: ['^@', '^\\./(?!gateway)', '/(?!openapi\\.json$|gateway$)[^/]*$'],
    typesOnly: ['/functions/orders/openapi$', '^\\./gateway$'],
    why: 'the public definitions import types and openapi.json only',
  },
  {
    files: ['infra/gatewayMistakes.ts'],
    forbidden: ['(?<!^\\./gateway)$'],
    why: 'the check of the definition imports only that',
  },
  {
    files: ['local/**'],
    forbidden: [
      '^@azure/functions$',
      '/functions/',
      '/(agent|azd|menu)/',
      '/infra/(?!gateway$|gatewayMistakes$|policies/)',
    ],
    typesOnly: ['/functions/(menu|orders)/config$', '/infra/outputs$'],
    why: 'local loads dist/<app> and imports the public definitions of infra only',
  },
  { files: ['azd/**'], forbidden: ['/(functions|infra|local|agent|menu)(/|$)'], why: 'azd imports itself' },
  {
    files: ['agent/**'],
    forbidden: ['/(functions|infra|local|azd|menu)(/|$)'],
    typesOnly: ['/infra/outputs$'],
    why: 'agent imports itself and the type of the outputs',
  },
];

const allowed = (/** @type {string[]} */ paths) => (paths.length ? `(?!.*(?:${paths.join('|')}))` : '');

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '**/*.d.ts', '.data/'] },
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
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in a config.ts and pass it down.' },
      ],
    },
  },
  ...importRules.map(({ files, forbidden, typesOnly = [], why }) => ({
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: `${allowed(typesOnly)}(?:${forbidden.join('|')})`, message: why },
            ...(typesOnly.length ? [{ regex: typesOnly.join('|'), allowTypeImports: true, message: why }] : []),
          ],
        },
      ],
    },
  })),
  { files: ['**/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    // Entry files talk to the terminal.
    files: [
      'local/index.ts',
      'local/demo.ts',
      'local/host/index.ts',
      'functions/build.ts',
      'infra/plan.ts',
      'bench/**',
    ],
    rules: { 'no-console': 'off' },
  },
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
