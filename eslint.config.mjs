import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

// the house: a room imports only rooms to its left (docs/codec.md and shared design; spec/house.spec.ts checks it too)
const ROOMS = [
  'errors',
  'text',
  'time',
  'values',
  'fields',
  'codec',
  'model',
  'results',
  'states',
  'v3',
  'transitions',
  'api',
  'client',
  'persistence',
  'nest',
  'server',
];

const arrows = ROOMS.flatMap((room, place) =>
  ROOMS.slice(place + 1).map((right) => ({
    target: `./src/${room}`,
    from: `./src/${right}`,
    message: `${room} stands to the left of ${right}.`,
  })),
);

const IN_A_BROWSER = 'This room runs in a browser too: see src/fields/environment.ts.';
const OUTER = 'src/{persistence,nest,server}/**';

/** Files so many folders down go into another room through its index.ts; a folder inside a room may have the name of one. */
function doors(depth) {
  const files = [`src/${'*/'.repeat(depth)}*.ts`];
  const door = {
    regex: String.raw`^(\.\./){${depth}}(${ROOMS.join('|')})/(?!index\.js$)`,
    message: 'Go into another room through its index.ts.',
  };
  const node = { regex: '^node:', message: IN_A_BROWSER };
  return [
    { files, rules: { 'no-restricted-imports': ['error', { patterns: [door] }] } },
    { files, ignores: [OUTER], rules: { 'no-restricted-imports': ['error', { patterns: [door, node] }] } },
  ];
}

export default tseslint.config(
  { ignores: ['.ci', '**/dist', 'site', '**/node_modules', 'coverage', 'spec/fixtures'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        // what runs in a browser is a program of its own
        project: ['./tsconfig.json', './src/server/page/client/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX, tsdoc },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones: arrows }],
      // an interface has no index signature, so that a wire object could not be one
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      // a constructor that only narrows what it takes is not useless
      '@typescript-eslint/no-useless-constructor': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      // Nest and TypeORM declare their options as classes
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'tsdoc/syntax': 'error',
    },
  },
  ...[0, 1, 2, 3].flatMap(doors),
  {
    files: ['spec/**', '*.config.*'],
    rules: {
      'import-x/no-default-export': 'off',
      'no-restricted-imports': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // what a spread of an instance shows is what some specs are about
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/class-literal-property-style': 'off',
      '@typescript-eslint/no-deprecated': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [OUTER],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'global', 'require', 'setImmediate'].map((name) => ({ name, message: IN_A_BROWSER })),
      ],
    },
  },
  {
    // the one place that makes code, and the one that asks whether it may
    files: ['src/codec/emit/source.ts', 'src/codec/emit/may-compile.ts'],
    rules: { '@typescript-eslint/no-implied-eval': 'off' },
  },
  {
    // two types are one when two generic functions of them are: there is no other way to ask
    files: ['src/model/model-types.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off' },
  },
  { files: ['jest*.config.ts'], rules: { 'tsdoc/syntax': 'off' } },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    // programs of their own, whose packages are not installed here: `.ci/matrix` checks their types
    files: ['docs/recipes/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  // what TypeORM's command line loads
  { files: ['docs/recipes/*/src/data-source.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    // plain JavaScript says its types in JSDoc, which is no TSDoc
    files: ['spec/{bench,live,support}/**/*.mjs', 'src/**/*.mjs', 'built.mjs', 'typedoc.config.mjs'],
    languageOptions: {
      globals: { console: 'readonly', fetch: 'readonly', structuredClone: 'readonly', URL: 'readonly' },
    },
    rules: { 'tsdoc/syntax': 'off' },
  },
);
