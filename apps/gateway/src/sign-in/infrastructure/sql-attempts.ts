import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Attempt } from '../application/attempts.port.js';
import { Attempts } from '../application/attempts.port.js';

const FORGET_AT_ONCE = 100;

@Injectable()
export class SqlAttempts extends Attempts {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async begin(
    attempt: Attempt,
    { state, browser, until }: { state: Buffer; browser: Buffer; until: Date },
  ): Promise<void> {
    const { nonce, codeVerifier, returnTo, stepUp } = attempt;
    await this.transactions.run({ keys: [] }, async (tx) => {
      await tx.query(
        `DELETE FROM sign_in_attempt WHERE state_hash IN
          (SELECT state_hash FROM sign_in_attempt WHERE expires_at < now() ORDER BY expires_at LIMIT ${FORGET_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      );
      await tx.query(
        `INSERT INTO sign_in_attempt (state_hash, browser_hash, nonce, code_verifier, return_to, step_up, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [state, browser, nonce, codeVerifier, returnTo, stepUp, until],
      );
    });
  }

  async take(state: Buffer, browser: Buffer, now: Date): Promise<Attempt | undefined> {
    const [taken] = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query<Attempt>(
        `DELETE FROM sign_in_attempt WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3
         RETURNING nonce, code_verifier AS "codeVerifier", return_to AS "returnTo", step_up AS "stepUp"`,
        [state, browser, now],
      ),
    );
    return taken;
  }
}
