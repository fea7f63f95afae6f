// Who may import whom between projects, in three dimensions: what a project is about (scope), what kind it is (type), where it
// runs (platform). Tags stand in each package.json.

const SHARED = ['scope:kernel', 'scope:contracts'];
const PLATFORM_LIBS = ['scope:persistence', 'scope:messaging', 'scope:auth', 'scope:observability'];

/** What each library builds on: one direction, no cycles. */
const LIBRARY_SCOPES = {
  kernel: [],
  contracts: [],
  policy: ['scope:kernel'],
  persistence: [...SHARED],
  messaging: [...SHARED, 'scope:persistence', 'scope:auth', 'scope:verifier'],
  auth: [...SHARED],
  observability: [...SHARED, 'scope:auth', 'scope:persistence', 'scope:messaging'],
  testing: [...SHARED, ...PLATFORM_LIBS],
  // Checks what the services publish, as outsiders do, and builds on nothing of theirs.
  verifier: [],
};

/** A service sees itself and the libraries, never another service. Only those that decide or explain subsidies see the rules. */
const SERVICE_SCOPES = {
  // The calendar of a site is the same wherever it is asked.
  registry: ['scope:policy'],
  'meal-orders': ['scope:policy'],
  'day-care': ['scope:policy'],
  benefits: ['scope:policy'],
  audit: [],
  gateway: [],
  identity: [],
};

const INFRA_SCOPES = {
  // Re-performance decides again, by the rules alone.
  'local-stack': ['scope:auth', 'scope:persistence', 'scope:policy'],
  demo: ['scope:auth', 'scope:local-stack', 'scope:policy'],
  // Only the bench verifies the public log as outsiders do.
  bench: [...PLATFORM_LIBS, 'scope:policy', 'scope:verifier', 'scope:local-stack', 'scope:demo'],
};

const scope = (name, allowed) => ({
  sourceTag: `scope:${name}`,
  onlyDependOnLibsWithTags: [`scope:${name}`, ...allowed],
});

const scopes = [
  ...Object.entries(LIBRARY_SCOPES).map(([name, allowed]) => scope(name, allowed)),
  ...Object.entries(SERVICE_SCOPES).map(([name, own]) => scope(name, [...SHARED, ...PLATFORM_LIBS, ...own])),
  ...Object.entries(INFRA_SCOPES).map(([name, own]) => scope(name, [...SHARED, ...own])),
];

const types = [
  { sourceTag: 'type:kernel', onlyDependOnLibsWithTags: [], allowedExternalImports: [] },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [], allowedExternalImports: ['zod'] },
  {
    sourceTag: 'type:policy',
    onlyDependOnLibsWithTags: ['type:kernel'],
    allowedExternalImports: ['zod', 'yaml', '@marcbachmann/cel-js'],
  },
  { sourceTag: 'type:verifier', onlyDependOnLibsWithTags: [], allowedExternalImports: [] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:lib', 'type:verifier'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:lib'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:kernel', 'type:contracts', 'type:policy', 'type:lib'] },
  {
    sourceTag: 'type:infra',
    onlyDependOnLibsWithTags: [
      'type:kernel',
      'type:contracts',
      'type:policy',
      'type:verifier',
      'type:lib',
      'type:infra',
    ],
  },
];

const platforms = [
  { sourceTag: 'platform:any', onlyDependOnLibsWithTags: ['platform:any'] },
  { sourceTag: 'platform:node', onlyDependOnLibsWithTags: ['platform:any', 'platform:node'] },
  { sourceTag: 'platform:web', onlyDependOnLibsWithTags: ['platform:any', 'platform:web'] },
];

/** Tests may use `libs/testing` and any test tool, and start servers with the local stack. */
const forTests = (constraint) => {
  const { allowedExternalImports: _limited, ...rest } = constraint;
  const tools = {
    scope: ['scope:testing', 'scope:local-stack', 'scope:verifier'],
    type: ['type:testing', 'type:infra', 'type:verifier'],
    platform: ['platform:node'],
  };
  const [dimension] = constraint.sourceTag.split(':');
  return {
    ...rest,
    onlyDependOnLibsWithTags: [...rest.onlyDependOnLibsWithTags, `${constraint.sourceTag}`, ...tools[dimension]],
  };
};

/** `libs/testing` builds on the libraries whose tests use it. Sources cannot close this circle: no source may import it. */
const ignoredCircularDependencies = ['persistence', 'messaging', 'auth', 'observability', 'local-stack'].flatMap(
  (name) => [
    [`@doorstep/${name}`, '@doorstep/testing'],
    ['@doorstep/testing', `@doorstep/${name}`],
  ],
);

const rule = (depConstraints, more = {}) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow: [],
      // Sources are used directly in tests and built files at run time; both ways are the same package.
      enforceBuildableLibDependency: false,
      banTransitiveDependencies: false,
      ignoredCircularDependencies,
      // A library may be loaded late on one path (a flag of main.ts) and at once on another.
      checkDynamicDependenciesExceptions: ['.*'],
      depConstraints,
      ...more,
    },
  ],
});

const all = [...scopes, ...types, ...platforms];

export const boundaries = ({ sources, tests }) => [
  { files: sources, rules: rule(all) },
  // A test may use its own library by name, as everybody else does.
  { files: tests, rules: rule(all.map(forTests), { allowCircularSelfDependency: true }) },
  {
    // The contract libraries also run in browsers.
    files: ['libs/{kernel,contracts,policy}/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^node:', message: 'this library also runs in a browser' }] },
      ],
    },
  },
];
