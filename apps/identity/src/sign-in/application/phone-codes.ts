import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { AccountChangedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent, Outbox } from '@doorstep/messaging';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Account } from '../../accounts/application/accounts.port.js';
import { Accounts } from '../../accounts/application/accounts.port.js';
import { AttemptCounts } from '../../accounts/application/attempts.port.js';
import { Secrets } from '../../shared/application/secrets.js';
import { Failures } from './failures.js';
import { Messages } from './messages.port.js';
import { OneTimeCodes } from './one-time-codes.port.js';

const CODE_MS = 5 * 60_000;

/**
 * Six random digits by phone: 5 attempts for each code, 5 codes before the pauses begin, so a day of guessing at one phone finds its
 * code with a chance below one in a thousand. Every phone number is answered alike; who has no account gets one without any right.
 */
@Injectable()
export class PhoneCodes {
  constructor(
    private readonly accounts: Accounts,
    private readonly attempts: AttemptCounts,
    private readonly secrets: Secrets,
    private readonly codes: OneTimeCodes,
    private readonly messages: Messages,
  ) {}

  /** Answers the id of the code; when this phone got too many, an id that no code has. */
  async send(phone: string): Promise<string> {
    const id = uuidv7();
    const phoneKey = this.secrets.mac('phone', phone);
    if (!(await this.attempts.mayTry(this.secrets.mac('attempt send', phone)))) return id;
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const expiresAt = new Date(Date.now() + CODE_MS);
    await this.codes.insert({ id, phoneKey, codeHash: this.hashOf(id, code), expiresAt });
    await this.messages.send(phone, {
      zh: `【家门口】验证码 ${code},5 分钟内有效。请勿告诉他人。`,
      en: `Doorstep code ${code}, valid for 5 minutes. Tell nobody.`,
    });
    return id;
  }

  /** The phone's keyed hash when the code is right, in time, and nobody used it before. */
  async redeem(id: string, code: string): Promise<Buffer | undefined> {
    const found = await this.codes.attempt(id);
    if (!found || !timingSafeEqual(found.codeHash, this.hashOf(id, code))) return undefined;
    return (await this.codes.use(id)) ? found.phoneKey : undefined;
  }

  accountOf(phoneKey: Buffer): Promise<Account | undefined> {
    return this.accounts.byPhone(phoneKey);
  }

  private hashOf(id: string, code: string): Buffer {
    return this.secrets.mac(`code ${id}`, code);
  }
}

/** From a right code to an account; the first time, to a new one. */
@Injectable()
export class SignInByPhone {
  constructor(
    private readonly codes: PhoneCodes,
    private readonly accounts: Accounts,
    private readonly failures: Failures,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  async execute(codeId: string, code: string): Promise<Account | undefined> {
    const phoneKey = await this.codes.redeem(codeId, code);
    if (!phoneKey) return this.refuse(null);
    const account = (await this.codes.accountOf(phoneKey)) ?? (await this.create(phoneKey));
    return account && !account.disabled ? account : this.refuse(account?.subject ?? null);
  }

  private async create(phoneKey: Buffer): Promise<Account | undefined> {
    const subject = `family-${randomBytes(12).toString('hex')}`;
    const changeId = uuidv7();
    const meta = { actor: `identity:${subject}`, correlationId: changeId };
    const data = { changeId, subject, change: 'created', at: new Date().toISOString() };
    await this.transactions.run({ keys: [{ space: 'access', key: changeId }] }, async (tx) => {
      if (await this.accounts.insert(tx, { subject, kind: 'family', login: null, phoneKey }))
        await this.outbox.add(tx, meta, newEvent(AccountChangedV1, changeId, data));
    });
    return this.accounts.byPhone(phoneKey);
  }

  private async refuse(subject: string | null): Promise<undefined> {
    await this.failures.record({ subject, method: 'phone_code', reason: 'wrong' });
  }
}
