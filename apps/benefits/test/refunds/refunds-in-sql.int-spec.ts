import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from '@doorstep/kernel';
import { SqlRefundStore } from '../../src/refunds/infrastructure/sql-refund-store.js';
import type { ClaimsDatabase } from '../support/claims-database.js';
import { openClaimsDatabase } from '../support/claims-database.js';

const store = new SqlRefundStore();
let db: ClaimsDatabase;

beforeAll(async () => {
  db = await openClaimsDatabase();
});
afterAll(() => db.close());

interface Standing {
  readonly owed?: number;
  readonly owes?: number;
  readonly refunded?: number;
  readonly collected?: number;
}

async function personWith({ owed = 0, owes = 0, refunded = 0, collected = 0 }: Standing): Promise<string> {
  const personId = uuidv7();
  if (owed + owes > 0)
    await db.owner.query(
      `INSERT INTO person_debt (person_id, to_person_fen, from_person_fen, transaction_id, recorded_at) VALUES ($1, $2, $3, $4, now())`,
      [personId, owed, owes, uuidv7()],
    );
  await db.transactions.run({ keys: [] }, async (tx) => {
    const payments = [
      { kind: 'refund', fen: refunded },
      { kind: 'collect', fen: collected },
    ] as const;
    for (const { kind, fen } of payments) {
      if (fen === 0) continue;
      const ids = { paymentId: uuidv7(), transactionId: uuidv7() };
      await store.record(tx, { ...ids, personId, kind, fen, reference: 'R-1', actor: 'staff:finance-1' }, new Date());
    }
  });
  return personId;
}

it.each<[string, Standing, { toPayFen: number; toCollectFen: number }]>([
  ['a refund still to be paid', { owed: 300 }, { toPayFen: 300, toCollectFen: 0 }],
  ['a refund paid and then not due', { refunded: 300 }, { toPayFen: 0, toCollectFen: 300 }],
  ['that refund collected', { refunded: 300, collected: 300 }, { toPayFen: 0, toCollectFen: 0 }],
  ['money collected and then not due', { collected: 300 }, { toPayFen: 300, toCollectFen: 0 }],
  ['the same on top of a refund', { owed: 200, collected: 300 }, { toPayFen: 500, toCollectFen: 0 }],
  ['both ways at once', { owed: 300, owes: 200 }, { toPayFen: 100, toCollectFen: 0 }],
  ['both ways, the same', { owed: 300, owes: 300 }, { toPayFen: 0, toCollectFen: 0 }],
])('%s is one signed sum', async (_, standing, expected) => {
  const personId = await personWith(standing);
  const [[due], listed] = await db.transactions.read((tx) =>
    Promise.all([store.due(tx, { personId, limit: 1 }), store.due(tx, { limit: 100 })]),
  );
  expect(due).toMatchObject(expected);
  // Only what is still to be done is listed.
  const open = expected.toPayFen + expected.toCollectFen > 0;
  expect(listed.some((each) => each.personId === personId)).toBe(open);
});
