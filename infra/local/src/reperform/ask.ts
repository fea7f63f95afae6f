import { SetupProblem } from '../platform/problem.js';
import { callGateway } from '../stack/gateway.js';
import { actorFor } from '../stack/local-token.js';

/** Reads one answer as an auditor. @throws SetupProblem when it is refused */
export type Ask = <T>(path: string) => Promise<T>;

export class RefusedError extends SetupProblem {
  constructor(
    path: string,
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${path.split('?')[0]} answered ${status}: ${JSON.stringify(body)}`);
  }
}

export const askGateway: Ask = async <T>(path: string): Promise<T> => {
  const { status, body } = await callGateway({ path, actor: actorFor({ as: 'auditor' }) });
  if (status === 200) return body as T;
  throw new RefusedError(path, status, body);
};

/** All items of a paged list. */
export async function* askAll<T>(ask: Ask, path: string): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== null && { cursor }) });
    const page: { items: T[]; next: string | null } = await ask(`${path}?${query.toString()}`);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}
