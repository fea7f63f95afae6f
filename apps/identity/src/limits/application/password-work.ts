import { ENV, HttpProblemError } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityEnv } from '../../env.js';
import { BoundedQueue, QueueFullError } from './bounded-queue.js';

/** A full queue is worked off in a few seconds. */
const RETRY_AFTER_SECONDS = 5;

/**
 * Where everything waits that derives a key from a password: each takes 32 MB and a good part of a second, and only so many fit into a
 * machine. Who is refused is refused before anybody's name is looked at, so being busy says nothing about an account.
 */
@Injectable()
export class PasswordWork {
  private readonly queue: BoundedQueue;

  constructor(@Inject(ENV) env: Pick<IdentityEnv, 'PASSWORD_CHECKS_AT_ONCE' | 'PASSWORD_CHECKS_WAITING'>) {
    this.queue = new BoundedQueue(env.PASSWORD_CHECKS_AT_ONCE, env.PASSWORD_CHECKS_WAITING);
  }

  /** Throws 503 `AUTH.BUSY` when too many wait already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.queue.run(work);
    } catch (error) {
      if (!(error instanceof QueueFullError)) throw error;
      throw new HttpProblemError(503, 'AUTH.BUSY', 'too many passwords are being checked at this moment', {
        'retry-after': String(RETRY_AFTER_SECONDS),
      });
    }
  }
}
