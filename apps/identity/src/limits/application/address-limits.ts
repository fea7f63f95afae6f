import { ENV, HttpProblemError } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityEnv } from '../../env.js';
import { Secrets } from '../../shared/application/secrets.js';
import { networkOf } from './network-of.js';
import { SubmissionCounts } from './submission-counts.port.js';

const WINDOW_SECONDS = 600;

/** `secret`: a password, PIN, code or second factor. `message`: a code to be sent to a phone, which costs money and wakes somebody. */
export type Submission = 'secret' | 'message';

/**
 * How much one address may try, whatever names and phones it tries. The limits of single names and phones hold besides; this one is
 * for whoever goes through many of them. Counted in the database, so that it holds with several instances and over a restart.
 */
@Injectable()
export class AddressLimits {
  private readonly limits: Readonly<Record<Submission, number>>;

  constructor(
    @Inject(ENV) env: IdentityEnv,
    private readonly counts: SubmissionCounts,
    private readonly secrets: Secrets,
  ) {
    this.limits = { secret: env.SECRETS_PER_ADDRESS, message: env.MESSAGES_PER_ADDRESS };
  }

  /** Throws 429 `AUTH.TOO_MANY_ATTEMPTS`, before anything is looked at: right and wrong are answered alike. */
  async admit(kind: Submission, address: string): Promise<void> {
    const key = this.secrets.mac(`address ${kind}`, networkOf(address));
    const wait = await this.counts.count(key, this.limits[kind], WINDOW_SECONDS);
    if (wait === undefined) return;
    throw new HttpProblemError(429, 'AUTH.TOO_MANY_ATTEMPTS', 'too many attempts from this address', {
      'retry-after': String(wait),
    });
  }
}
