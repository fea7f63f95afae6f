import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import pg from 'pg';
import type { MatrixRoute } from './access-matrix.js';
import { changedSince, rowCounts } from './bad-requests.js';
import type { AllowedRequests } from './odd-requests.js';
import type { TestRequest, TestService } from './test-service.js';

export interface ReuseOptions {
  /** For routes whose body cannot be made up from its description. */
  readonly written?: Readonly<Record<string, Pick<TestRequest, 'payload' | 'headers'>>>;
  /** Routes that look for their thing before they look for the key, so that an unknown one is 404. */
  readonly thingFirst?: readonly string[];
  /** Tables to which the service itself adds rows now and then. */
  readonly moving?: readonly string[];
}

/**
 * What differs from "a key that was used for another request is refused, whatever else is wrong, and nothing is changed", for every
 * route that takes keys, as lines; empty is right.
 */
export async function wrongReuse(
  service: TestService,
  allowed: AllowedRequests,
  { written = {}, thingFirst = [], moving = [] }: ReuseOptions = {},
): Promise<string[]> {
  const routes = allowed.routes.filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'));
  const key = uuidv7();
  await useKey(service, allowed, routes, key);
  const before = await rowCounts(service.database.ownerUrl);
  const wrong = routes.length === 0 ? ['no route takes keys'] : [];
  for (const route of routes) {
    const plain = allowed.plain(route);
    const given = written[route.operation];
    const headers = { ...plain.headers, ...given?.headers, 'idempotency-key': key };
    const answer = await service.inject({ ...plain, ...given, headers });
    const isRight = thingFirst.includes(route.operation)
      ? answer.statusCode === 404
      : answer.json<{ code: string }>().code === 'IDEMPOTENCY.KEY_REUSED' && answer.statusCode === 422;
    if (!isRight) wrong.push(`${route.operation}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
  }
  return [...wrong, ...(await changedSince(before, service, moving))];
}

/** As if everybody had used the key for another request of the same route. */
async function useKey(
  service: TestService,
  allowed: AllowedRequests,
  routes: readonly MatrixRoute[],
  key: string,
): Promise<void> {
  const owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  try {
    for (const route of routes)
      await owner.query(
        `INSERT INTO idempotency_key (principal, route, key, body_hash, status, resource_id) VALUES ($1, $2, $3, 'other', 200, $4)`,
        [
          actorRef({ kind: 'staff', ...allowed.plain(route).as } as Actor),
          `${route.method} ${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
          key,
          uuidv7(),
        ],
      );
  } finally {
    await owner.end();
  }
}
