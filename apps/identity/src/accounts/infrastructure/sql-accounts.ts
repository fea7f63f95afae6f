import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Account, AccountChange, NewAccount } from '../application/accounts.port.js';
import { Accounts } from '../application/accounts.port.js';

const SELECT = `SELECT subject, kind, login, password_hash AS "passwordHash", pin_hash AS "pinHash", totp_secret AS "totpSecret",
  totp_open_until AS "secondFactorOpenUntil",
  disabled_at IS NOT NULL AS disabled FROM account`;

@Injectable()
export class SqlAccounts extends Accounts {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  bySubject(subject: string): Promise<Account | undefined> {
    return this.one(`${SELECT} WHERE subject = $1`, subject);
  }

  byLogin(login: string): Promise<Account | undefined> {
    return this.one(`${SELECT} WHERE login = $1`, login);
  }

  byPhone(phoneKey: Buffer): Promise<Account | undefined> {
    return this.one(`${SELECT} WHERE phone_key = $1`, phoneKey);
  }

  async insert(tx: Tx, { subject, kind, login, phoneKey }: NewAccount): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO account (subject, kind, login, phone_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING subject`,
      [subject, kind, login, phoneKey],
    );
    return rows.length === 1;
  }

  async change(tx: Tx, subject: string, change: AccountChange): Promise<boolean> {
    const { passwordHash = null, pinHash = null, totpSecret = null, disabled = null } = change;
    const rows = await tx.query(
      `UPDATE account SET password_hash = COALESCE($2, password_hash), pin_hash = COALESCE($3, pin_hash),
         totp_secret = COALESCE($4, totp_secret), totp_open_until = CASE WHEN $4::bytea IS NULL THEN totp_open_until END,
         disabled_at = CASE $5::boolean WHEN true THEN COALESCE(disabled_at, now()) WHEN false THEN NULL ELSE disabled_at END
       WHERE subject = $1 RETURNING subject`,
      [subject, passwordHash, pinHash, totpSecret, disabled],
    );
    return rows.length === 1;
  }

  async openSecondFactor(tx: Tx, subject: string, until: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE account SET totp_secret = NULL, totp_open_until = $2 WHERE subject = $1 AND kind = 'staff' RETURNING subject`,
      [subject, until],
    );
    return rows.length === 1;
  }

  async enrolSecondFactor(tx: Tx, subject: string, totpSecret: Buffer, step: number): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE account SET totp_secret = $2, totp_step = greatest(totp_step, $3), totp_open_until = NULL
       WHERE subject = $1 AND totp_secret IS NULL AND totp_open_until > now() AND disabled_at IS NULL RETURNING subject`,
      [subject, totpSecret, step],
    );
    return rows.length === 1;
  }

  async useTotpStep(subject: string, step: number): Promise<boolean> {
    const rows = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query('UPDATE account SET totp_step = $2 WHERE subject = $1 AND totp_step < $2 RETURNING subject', [
        subject,
        step,
      ]),
    );
    return rows.length === 1;
  }

  private async one(sql: string, value: string | Buffer): Promise<Account | undefined> {
    const [found] = await this.transactions.read((tx) => tx.query<Account>(sql, [value]));
    return found;
  }
}
