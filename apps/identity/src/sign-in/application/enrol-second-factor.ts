import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Account } from '../../accounts/application/accounts.port.js';
import { AttemptCounts } from '../../accounts/application/attempts.port.js';
import { ManageAccounts } from '../../accounts/application/manage-accounts.js';
import { base32, matchingStep, otpauthUri } from '../../accounts/domain/totp.js';
import { Secrets } from '../../shared/application/secrets.js';
import { Failures } from './failures.js';

/** What the owner sees, this once. */
export interface ShownSecret {
  /** In groups of four, for typing. */
  readonly text: string;
  readonly otpauthUri: string;
}

/**
 * A second factor that its owner sets up after the password, while an administrator has opened it. Until a code of it was shown nothing is
 * kept: the form carries the secret, sealed for this account.
 */
@Injectable()
export class EnrolSecondFactor {
  constructor(
    private readonly accounts: ManageAccounts,
    private readonly attempts: AttemptCounts,
    private readonly secrets: Secrets,
    private readonly failures: Failures,
  ) {}

  isOpenFor({ totpSecret, secondFactorOpenUntil: until }: Account): boolean {
    return totpSecret === null && until !== null && until.getTime() > Date.now();
  }

  /** A new secret, and what the form carries of it. */
  begin(subject: string): { readonly shown: ShownSecret; readonly carried: string } {
    const secret = randomBytes(20);
    const text = (base32(secret).match(/.{1,4}/g) ?? []).join(' ');
    const carried = `${subject} ${this.secrets.seal(secret, subject).toString('base64url')}`;
    return { shown: { text, otpauthUri: otpauthUri(secret, subject) }, carried };
  }

  /** The account whose second factor it is from now on; undefined for a wrong code, too many of them, or when it is not open any more. */
  async confirm(carried: string, code: string): Promise<string | undefined> {
    const [subject = '', sealed = ''] = carried.split(' ');
    const key = this.secrets.mac('attempt totp', subject);
    if (!(await this.attempts.mayTry(key))) return this.refuse(subject, 'locked');
    const secret = this.secrets.open(Buffer.from(sealed, 'base64url'), subject);
    const step = matchingStep(secret, code, Date.now());
    if (step === undefined) return this.refuse(subject, 'wrong');
    if (!(await this.accounts.enrol(subject, secret, step))) return this.refuse(subject, 'used');
    await this.attempts.succeeded(key);
    return subject;
  }

  private async refuse(subject: string, reason: 'wrong' | 'locked' | 'used'): Promise<undefined> {
    await this.failures.record({ subject, method: 'totp', reason });
  }
}
