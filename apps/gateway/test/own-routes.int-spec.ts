import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StartedGateway } from './start-gateway.js';
import { startGateway } from './start-gateway.js';
import { Browser } from './support/browser.js';
import { selfSigned } from './support/certificate.js';
import { freePort, SignInWorld } from './support/sign-in-world.js';
import type { TestIssuer } from './support/test-issuer.js';
import { startIssuer } from './support/test-issuer.js';
import { cookieSet, TlsVisitor } from './support/tls-visitor.js';

/**
 * Every address at which the gateway itself answers, and what somebody gets who is nobody. What lies behind `/<service>/v1/` has rows in the
 * matrix of that service; here it is enough that nobody comes through.
 */
const ROWS: Readonly<Record<string, number>> = {
  'GET /': 200,
  'GET /docs': 200,
  'GET /health/live': 200,
  'GET /health/ready': 503, // no service behind this gateway is ready
  'GET /openapi.json': 200,
  'GET /asyncapi.json': 200,
  'GET /auth/sign-in': 303,
  'GET /auth/step-up': 303,
  'GET /auth/callback': 400,
  'GET /auth/session': 401,
  'GET /auth/sessions': 401,
  'POST /auth/sign-out': 401,
  'POST /auth/sign-out-everywhere': 401,
  'POST /auth/sessions/:id/end': 401,
  'POST /auth/accounts/:subject/end-sessions': 401,
  'GET /live': 401,
  'GET /v1/parked-keys': 401,
  'POST /v1/parked-keys/:id/dismissal': 401,
  'POST /v1/parked-keys/:id/retry': 401,
  'POST /v1/repairs': 401,
  'POST /registry/v1/imports': 401, // proxied, with a larger body
  'POST /registry/v1/lists/:list/imports': 401, // likewise
};

/** `METHOD /path` of everything that is routed, from the tree that the router prints. */
function routesIn(tree: string): string[] {
  const parts: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!found) return [];
    const [, indent = '', part = '', methods = ''] = found;
    parts.splice(indent.length / 4, parts.length, part);
    const path = parts.join('');
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD' && method !== 'OPTIONS')
      .map((method) => `${method} ${path}`);
  });
}

describe('the addresses of the gateway', () => {
  let world: SignInWorld;
  let routes: string[];

  beforeAll(async () => {
    world = await SignInWorld.start();
    routes = routesIn(world.gateway.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
  });
  afterAll(() => world.close());

  const asNobody = async (method: string, path: string): Promise<number> => {
    const headers = { origin: world.origin, 'sec-fetch-site': 'same-origin' };
    return (await fetch(`${world.origin}${path}`, { method, headers, redirect: 'manual' })).status;
  };

  test('are known, each with what nobody gets there', async () => {
    const own = routes.filter((route) => !/\*|\/(openapi|asyncapi)\.json$/.test(route) || ROWS[route] !== undefined);
    expect(own.sort()).toEqual(Object.keys(ROWS).sort());
    const answers: Record<string, number> = {};
    for (const route of Object.keys(ROWS)) {
      const [method = '', path = ''] = route.split(' ');
      const address = path
        .replace(':id', '01980000-0000-7000-8000-000000000000')
        .replace(':subject', 'somebody')
        .replace(':list', 'dibao');
      answers[route] = await asNobody(method, address);
      // Whether the services behind it are there is not asked here.
      if (route === 'GET /health/ready' && answers[route] === 200) answers[route] = 503;
    }
    expect(answers).toEqual(ROWS);
  });

  test.each(['registry', 'meal-orders', 'day-care', 'benefits', 'audit'])(
    'of %s lead nobody through',
    async (service) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
        expect([method, await asNobody(method, `/${service}/v1/people`)]).toEqual([method, 401]);
      expect(world.upstream.seen.filter(({ url }) => url.includes('/v1/people'))).toEqual([]);
    },
  );

  test('while the issuer is down, who is signed in goes on and nobody else comes in (security 34)', async () => {
    const browser = await world.signIn({ sub: 'li-1' });
    const late = new Browser(world.origin);
    const { url } = await late.visit('/auth/sign-in', (next) => next.startsWith(`${world.origin}/auth/callback`));
    await world.issuer.close();
    const refused = await late.send(url);
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'AUTH.ISSUER_UNAVAILABLE' }]);
    const seen = new Set<number>();
    await eventually(async () => {
      const answer = await fetch(`${world.origin}/auth/sign-in`, { redirect: 'manual' });
      seen.add(answer.status);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ code: 'AUTH.ISSUER_UNAVAILABLE' });
      return true;
    });
    expect([...seen].filter((status) => ![303, 503].includes(status))).toEqual([]);
    const person = await fetch(`${world.origin}/auth/step-up`, { headers: { accept: 'text/html' } });
    expect([person.status, await person.text()]).toEqual([503, expect.stringContaining('登录服务暂时不可用')]);
    expect((await browser.fetch('/auth/session')).status).toBe(200);
    expect((await browser.fetch('/benefits/v1/claims')).status).toBe(201);
  });
});

describe('over real TLS, with a certificate by settings', () => {
  const HSTS = 'max-age=31536000; includeSubDomains';
  const OWN = ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure'];
  let gateway: StartedGateway;
  let issuer: TestIssuer;
  let visitor: TlsVisitor;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const { cert, key } = selfSigned('localhost');
    issuer = await startIssuer({ gatewayOrigin: `https://localhost:${port}` });
    const own = { PORT: String(port), TLS_CERT: cert, TLS_KEY: key };
    gateway = await startGateway('http://127.0.0.1:1', { ...own, ...issuer.environment });
    visitor = new TlsVisitor(port, cert);
  });
  afterAll(async () => {
    await gateway.close();
    await issuer.close();
  });

  test('cookies are bound to this host, to TLS and to the server, from the first to the last (security 27, 33)', async () => {
    const begun = await visitor.ask('/auth/sign-in');
    const attempt = cookieSet(begun, '__Host-doorstep-sign-in');
    expect([begun.statusCode, attempt?.attributes]).toEqual([303, [...OWN, 'Max-Age=600']]);
    issuer.visitor = { sub: 'li-1' };
    const back = (next: string): boolean => next.startsWith(`https://localhost:${port}`);
    const { url } = await new Browser(issuer.url).visit(begun.headers.location ?? '', back);
    const { pathname, search } = new URL(url);
    const finished = await visitor.ask(pathname + search, attempt?.pair);
    const session = cookieSet(finished, '__Host-doorstep-session');
    expect([finished.statusCode, session?.attributes]).toEqual([303, OWN]);
    expect(cookieSet(finished, '__Host-doorstep-sign-in')?.attributes).toContain('Max-Age=0');
    expect((await visitor.ask('/auth/session', session?.pair)).statusCode).toBe(200);
    // A name that a plain connection or another host could set is no session here.
    for (const name of ['development-doorstep-session', 'doorstep-session'])
      expect(
        (await visitor.ask('/auth/session', session?.pair.replace('__Host-doorstep-session', name))).statusCode,
      ).toBe(401);
  });

  test.each(['/', '/auth/sign-in', '/auth/session', '/nothing-here', '/health/live'])('%s says HSTS', async (path) => {
    expect((await visitor.ask(path)).headers['strict-transport-security']).toBe(HSTS);
  });

  test('nothing is spoken there but TLS of today', async () => {
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect([await visitor.speaks('TLSv1.3'), await visitor.speaks('TLSv1.2'), await visitor.speaks('TLSv1.1')]).toEqual(
      [...[true, true, false]],
    );
  });
});
