// One Jest preset for every project: ES modules, sources instead of built files, SWC instead of tsc (types are checked apart).
const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

// spec: no servers; int-spec: real PostgreSQL and Kafka; journey-spec: the whole stack; long-spec: the long matrices.
const kinds = (process.env.DOORSTEP_TEST_KINDS ?? 'spec,int-spec').split(',');

/**
 * @param {string} displayName name of the project in Jest's report
 * @returns {import('jest').Config}
 */
export function project(displayName) {
  return {
    displayName,
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: ['@doorstep/source', 'node', 'node-addons'] },
    roots: ['<rootDir>'],
    testMatch: kinds.map((kind) => `**/test/**/*.${kind}.ts`),
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    modulePathIgnorePatterns: ['/dist/'],
    extensionsToTreatAsEsm: ['.ts'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  };
}
