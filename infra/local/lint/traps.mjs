// Size limits of the house style and the traps of this stack.
import { builtinRules } from 'eslint/use-at-your-own-risk';

/** One rule cannot warn at one limit and fail at another, so the warning is the same rule under a second name. */
const plugin = { rules: { 'long-file': builtinRules.get('max-lines') } };

const size = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 70 }],
  'doorstep/long-file': ['warn', { max: 200, skipBlankLines: false, skipComments: false }],
  'max-params': ['error', 5],
};

const everywhere = {
  ...size,
  eqeqeq: ['error', 'always'],
  'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
  'import-x/no-cycle': ['error', { ignoreExternal: true }],
  '@typescript-eslint/consistent-type-imports': [
    'error',
    { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
  ],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  // Nest, TypeORM and service definitions all call a list of classes Function[].
  '@typescript-eslint/no-unsafe-function-type': 'off',
  // A Nest module is often an empty class; a decorator carries its meaning.
  '@typescript-eslint/no-extraneous-class': 'off',
};

export const traps = ({ sources, tests }) => [
  { files: [...sources, ...tests], plugins: { doorstep: plugin }, rules: everywhere },
  {
    files: ['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // The parameters of a route are its inputs, declared one by one; what a class depends on stays limited.
    files: ['{apps,libs}/*/src/**/*.controller.ts'],
    rules: { 'max-params': ['error', 7] },
  },
  {
    // A migration is SQL from top to bottom.
    files: ['apps/*/migrations/**/*.ts', 'libs/persistence/src/platform/**/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // A describe block is a list, not a function to keep in one's head.
    files: tests,
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-empty-function': 'off' },
  },
];

/** One index per library, at its root: inner ones grow into import cycles. Comes after the layers, which forbid other syntax. */
export const oneIndex = {
  files: ['{apps,libs,infra}/*/src/*/**/index.ts', 'apps/*/src/index.ts'],
  rules: {
    'no-restricted-syntax': ['error', { selector: 'Program', message: 'no inner index.ts: import the file itself' }],
  },
};
