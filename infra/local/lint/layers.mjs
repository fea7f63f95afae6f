// Layers inside a service, by folder (docs/adr and CONTRIBUTING.md):
//   api → application → domain → kernel;  infrastructure → domain, application ports, persistence;  api and infrastructure are strangers.
// `<aggregate>.module.ts` wires them and is the only file that sees all.

const folder = (name) => [`**/${name}/**`, `./${name}/**`, `../${name}/**`];
const ban = (name, message) => ({ group: folder(name), message });

const layer = (name, patterns, syntax = []) => ({
  files: [`apps/*/src/**/${name}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', { patterns }],
    ...(syntax.length > 0 ? { 'no-restricted-syntax': ['error', ...syntax] } : {}),
  },
});

const DATABASE = {
  regex: '^(typeorm|pg|kafkajs)(/|$)',
  message: 'SQL and Kafka belong to infrastructure/ and the libraries; ask a port',
};
const HTTP = {
  regex: '^(fastify|@fastify/.+|node:https?|@nestjs/(core|platform-fastify|swagger|terminus|microservices))(/|$)',
  message: 'HTTP belongs to api/',
};

const sqlInside = {
  selector: "MemberExpression[object.name='tx'][property.name=/^(query|client|manager)$/]",
  message: 'no SQL here: ask a repository port and pass the transaction on',
};

const greedy = {
  selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>5]",
  message: 'a class depends on at most 5 others: it does too much',
};

const now = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'new Date(): domain code does not know what time it is; take the instant, or a Clock, as a parameter',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Date.now(): domain code does not know what time it is; take the instant, or a Clock, as a parameter',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'domain code gives the same answer every time',
  },
];

export const layers = [
  layer(
    'domain',
    [
      ban('application', 'domain/ does not know its users'),
      ban('infrastructure', 'domain/ does not know how it is stored'),
      ban('api', 'domain/ does not know how it is called'),
      {
        // Kernel and the pure rule engine; hashing is arithmetic. Anything else is somebody else's decision about our rules.
        regex: '^(?!\\.{1,2}/|@doorstep/(kernel|policy)$|node:crypto$)',
        message: 'domain/ is plain TypeScript: @doorstep/kernel and @doorstep/policy only',
      },
    ],
    now,
  ),
  layer(
    'application',
    [
      ban('infrastructure', 'application/ talks to ports, which the module binds'),
      ban('api', 'application/ does not know how it is called'),
      DATABASE,
      HTTP,
    ],
    [sqlInside],
  ),
  layer('infrastructure', [ban('api', 'api/ and infrastructure/ do not see each other'), HTTP]),
  layer(
    'api',
    [ban('infrastructure', 'api/ and infrastructure/ do not see each other'), DATABASE],
    [sqlInside, greedy],
  ),
];
