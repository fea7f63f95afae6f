// Lint: boundaries between projects (tags), layers inside services (folders), no import cycles, limits on size, and the traps of
// this stack. `infra/local/test/lint.spec.ts` seeds a violation of every rule and sees it reported.
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { boundaries } from './infra/local/lint/boundaries.mjs';
import { layers } from './infra/local/lint/layers.mjs';
import { oneIndex, traps } from './infra/local/lint/traps.mjs';

const SOURCES = ['apps/*/{src,migrations}/**/*.ts', 'libs/*/src/**/*.ts', 'infra/*/src/**/*.ts'];
const TESTS = ['{apps,libs,infra}/*/test/**/*.ts'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.nx/**', '.doorstep/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: [...SOURCES, ...TESTS],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.spec.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx, 'import-x': importX },
    // Without the first part the cycle rule reads no TypeScript and finds nothing, in silence.
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.spec.json' })],
    },
  },
  {
    files: ['apps/*/page/**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { project: './apps/audit/page/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: { 'max-lines': ['error', 300], 'max-lines-per-function': ['error', 70] },
  },
  ...traps({ sources: SOURCES, tests: TESTS }),
  ...boundaries({ sources: SOURCES, tests: TESTS }),
  ...layers,
  oneIndex,
  prettier,
);
