import type { Tx } from '@doorstep/persistence';

export interface Account {
  readonly subject: string;
  readonly kind: 'staff' | 'family';
  readonly login: string | null;
  readonly passwordHash: string | null;
  readonly pinHash: string | null;
  /** Sealed. */
  readonly totpSecret: Buffer | null;
  /** Set while its owner may set up a second factor; in the past it means nothing. */
  readonly secondFactorOpenUntil: Date | null;
  readonly disabled: boolean;
}

export interface NewAccount {
  readonly subject: string;
  readonly kind: 'staff' | 'family';
  readonly login: string | null;
  readonly phoneKey: Buffer | null;
}

export interface AccountChange {
  readonly passwordHash?: string;
  readonly pinHash?: string;
  readonly totpSecret?: Buffer;
  readonly disabled?: boolean;
}

export abstract class Accounts {
  abstract bySubject(subject: string): Promise<Account | undefined>;
  abstract byLogin(login: string): Promise<Account | undefined>;
  abstract byPhone(phoneKey: Buffer): Promise<Account | undefined>;
  /** False when subject, login or phone are taken. */
  abstract insert(tx: Tx, account: NewAccount): Promise<boolean>;
  /** False when there is no such account. */
  abstract change(tx: Tx, subject: string, change: AccountChange): Promise<boolean>;
  /** Takes the second factor away, and lets the owner set up another one until then. False when there is no such account. */
  abstract openSecondFactor(tx: Tx, subject: string, until: Date): Promise<boolean>;
  /** The owner's new second factor, which has shown this step. True for the first only, and only while it is open. */
  abstract enrolSecondFactor(tx: Tx, subject: string, totpSecret: Buffer, step: number): Promise<boolean>;
  /** True for the first who comes with this step or a later one; a code is good once. */
  abstract useTotpStep(subject: string, step: number): Promise<boolean>;
}
