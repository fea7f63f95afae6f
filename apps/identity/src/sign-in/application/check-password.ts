import { Injectable } from '@nestjs/common';
import type { Account } from '../../accounts/application/accounts.port.js';
import { Accounts } from '../../accounts/application/accounts.port.js';
import { AttemptCounts } from '../../accounts/application/attempts.port.js';
import { matchesPassword } from '../../accounts/domain/password.js';
import { matchingStep } from '../../accounts/domain/totp.js';
import { PasswordWork } from '../../limits/application/password-work.js';
import { Secrets } from '../../shared/application/secrets.js';
import { Failures } from './failures.js';

/**
 * Passwords, PINs and second factors of staff. Every answer is the account or nothing: what was wrong is for the log. When too many
 * wait to be checked, the next one is refused before its name is looked at, and counts for nothing.
 */
@Injectable()
export class CheckPassword {
  constructor(
    private readonly accounts: Accounts,
    private readonly attempts: AttemptCounts,
    private readonly secrets: Secrets,
    private readonly failures: Failures,
    private readonly work: PasswordWork,
  ) {}

  /** The same steps and the same work, whether the name belongs to somebody or not, locked or open. */
  password(login: string, password: string): Promise<Account | undefined> {
    return this.work.run(() => this.check('password', login, password, (account) => account?.passwordHash));
  }

  /** At a paired device only; its page says which. */
  pin(login: string, pin: string): Promise<Account | undefined> {
    return this.work.run(() => this.check('device_pin', login, pin, (account) => account?.pinHash));
  }

  async secondFactor(subject: string, code: string): Promise<boolean> {
    const key = this.secrets.mac('attempt totp', subject);
    if (!(await this.attempts.mayTry(key))) return this.refuse(subject, 'totp', 'locked');
    const account = await this.accounts.bySubject(subject);
    if (!account?.totpSecret || account.disabled) return this.refuse(subject, 'totp', 'wrong');
    const step = matchingStep(this.secrets.open(account.totpSecret, subject), code, Date.now());
    if (step === undefined) return this.refuse(subject, 'totp', 'wrong');
    if (!(await this.accounts.useTotpStep(subject, step))) return this.refuse(subject, 'totp', 'used');
    await this.attempts.succeeded(key);
    return true;
  }

  private async check(
    method: 'password' | 'device_pin',
    login: string,
    secret: string,
    hashOf: (account: Account | undefined) => string | null | undefined,
  ): Promise<Account | undefined> {
    const name = login.normalize('NFKC').toLowerCase();
    const key = this.secrets.mac(`attempt ${method}`, name);
    const open = await this.attempts.mayTry(key);
    const account = await this.accounts.byLogin(name);
    const matches = await matchesPassword(hashOf(account), secret);
    if (open && account && matches && !account.disabled) {
      await this.attempts.succeeded(key);
      return account;
    }
    await this.refuse(account?.subject ?? null, method, open ? 'wrong' : 'locked');
    return undefined;
  }

  private async refuse(
    subject: string | null,
    method: 'password' | 'device_pin' | 'totp',
    reason: 'wrong' | 'locked' | 'used',
  ): Promise<false> {
    await this.failures.record({ subject, method, reason });
    return false;
  }
}
