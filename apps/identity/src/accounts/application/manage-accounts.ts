import { randomBytes } from 'node:crypto';
import type { AccountView, ChangeAccount, CreateAccount, SecondFactor } from '@doorstep/contracts';
import { AccountChangedV1 } from '@doorstep/contracts';
import { ConflictError, NotFoundError, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PasswordWork } from '../../limits/application/password-work.js';
import { Secrets } from '../../shared/application/secrets.js';
import { hashPassword } from '../domain/password.js';
import { otpauthUri } from '../domain/totp.js';
import type { Account } from './accounts.port.js';
import { Accounts } from './accounts.port.js';

/** Somebody comes to work within this time, and a letter lies around no longer. */
const OPEN_MS = 3 * 86_400_000;

export class AccountNotFoundError extends NotFoundError {
  constructor() {
    super('ACCOUNT.NOT_FOUND', 'no such account');
  }
}

export class AccountExistsError extends ConflictError {
  constructor() {
    super('ACCOUNT.EXISTS', 'there is such an account already');
  }
}

/** What administrators do with accounts; every act is an event in the same transaction, and no secret is in it. */
@Injectable()
export class ManageAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly accounts: Accounts,
    private readonly secrets: Secrets,
    private readonly work: PasswordWork,
  ) {}

  async create({ subject, password }: CreateAccount, meta: EventMeta): Promise<AccountView> {
    const passwordHash = await this.hash(password);
    await this.changed(subject, 'created', meta, async (tx) => {
      const login = subject.toLowerCase();
      if (!(await this.accounts.insert(tx, { subject, kind: 'staff', login, phoneKey: null })))
        throw new AccountExistsError();
      await this.accounts.change(tx, subject, { passwordHash });
    });
    return this.view(subject);
  }

  async change(subject: string, { password, pin, disabled }: ChangeAccount, meta: EventMeta): Promise<AccountView> {
    const change = {
      ...(password !== undefined && { passwordHash: await this.hash(password) }),
      ...(pin !== undefined && { pinHash: await this.hash(pin) }),
      ...(disabled !== undefined && { disabled }),
    };
    const what =
      disabled === true ? 'disabled' : password !== undefined ? 'password' : pin !== undefined ? 'pin' : 'enabled';
    await this.changed(subject, what, meta, async (tx) => {
      if (!(await this.accounts.change(tx, subject, change))) throw new AccountNotFoundError();
    });
    return this.view(subject);
  }

  /** A new secret; the former one is worth nothing from now on. */
  async secondFactor(subject: string, meta: EventMeta): Promise<SecondFactor> {
    const secret = randomBytes(20);
    await this.changed(subject, 'second-factor', meta, async (tx) => {
      const totpSecret = this.secrets.seal(secret, subject);
      if (!(await this.accounts.change(tx, subject, { totpSecret }))) throw new AccountNotFoundError();
    });
    return { otpauthUri: otpauthUri(secret, subject) };
  }

  /**
   * Lets the owner set up a second factor at the next sign-in, so that nobody but the owner ever sees it; for a new account, and for who
   * lost the former one, which is worth nothing from now on.
   */
  async openSecondFactor(subject: string, meta: EventMeta): Promise<AccountView> {
    await this.changed(subject, 'second-factor-opened', meta, async (tx) => {
      if (!(await this.accounts.openSecondFactor(tx, subject, new Date(Date.now() + OPEN_MS))))
        throw new AccountNotFoundError();
    });
    return this.view(subject);
  }

  /** By the owner, whose code has shown this step of the secret. False when it is not open any more. */
  async enrol(subject: string, secret: Buffer, step: number): Promise<boolean> {
    const meta = { actor: `identity:${subject}`, correlationId: uuidv7() };
    const totpSecret = this.secrets.seal(secret, subject);
    try {
      await this.changed(subject, 'second-factor-enrolled', meta, async (tx) => {
        if (!(await this.accounts.enrolSecondFactor(tx, subject, totpSecret, step))) throw new AccountNotFoundError();
      });
      return true;
    } catch (error) {
      if (error instanceof AccountNotFoundError) return false;
      throw error;
    }
  }

  async view(subject: string): Promise<AccountView> {
    const account = await this.accounts.bySubject(subject);
    if (!account) throw new AccountNotFoundError();
    return viewOf(account);
  }

  private hash(secret: string): Promise<string> {
    return this.work.run(() => hashPassword(secret));
  }

  private async changed(
    subject: string,
    change: string,
    meta: EventMeta,
    work: (tx: Tx) => Promise<void>,
  ): Promise<void> {
    const changeId = uuidv7();
    await this.transactions.run({ keys: [{ space: 'access', key: changeId }] }, async (tx) => {
      await work(tx);
      const data = { changeId, subject, change, at: new Date().toISOString() };
      await this.outbox.add(tx, meta, newEvent(AccountChangedV1, changeId, data));
    });
  }
}

function viewOf(account: Account): AccountView {
  const { subject, kind, passwordHash, pinHash, totpSecret, secondFactorOpenUntil: until, disabled } = account;
  return {
    subject,
    kind,
    hasPassword: passwordHash !== null,
    hasPin: pinHash !== null,
    hasSecondFactor: totpSecret !== null,
    secondFactorOpenUntil: until && until.getTime() > Date.now() ? until.toISOString() : null,
    disabled,
  };
}
