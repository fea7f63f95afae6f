import { SignInFailedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent, Outbox } from '@doorstep/messaging';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';

export interface Failure {
  readonly subject: string | null;
  readonly method: 'password' | 'phone_code' | 'totp' | 'device_pin' | 'pairing_code';
  readonly reason: 'wrong' | 'locked' | 'expired' | 'used';
}

/** Puts on record what did not work; never what was typed. */
@Injectable()
export class Failures {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  async record(failure: Failure): Promise<void> {
    const attemptId = uuidv7();
    const meta = { actor: `identity:${failure.subject ?? 'anonymous'}`, correlationId: attemptId };
    await this.transactions.run({ keys: [{ space: 'access', key: attemptId }] }, async (tx) => {
      const data = { attemptId, ...failure, at: new Date().toISOString() };
      await this.outbox.add(tx, meta, newEvent(SignInFailedV1, attemptId, data));
    });
  }
}
