import { AT, LATER, notTold, ONE, PERSON, told, toldAgain, TWO, type BrokenStates } from './broken-state.js';
import type { SeededRow } from './loose-database.js';

const claim = (values: object): SeededRow => ['claim', { state: 'held', person_id: PERSON, ...values }];
export const CLAIM_STATES: readonly Omit<BrokenStates, 'service'>[] = [
  {
    says: 'all that left accounts came into others',
    right: [
      ['ledger_account_day', { account_id: 1, out_fen: 5 }],
      ['ledger_account_day', { account_id: 2, in_fen: 5 }],
    ],
    broken: { 'a sum of a day that was raised': 'UPDATE ledger_account_day SET in_fen = 6 WHERE account_id = 2' },
  },
  {
    says: "an account's daily sums are the sums of its postings",
    right: [
      ['ledger_posting', { from_account: 1, to_account: 2, amount_fen: 5 }],
      ['ledger_account_day', { account_id: 1, out_fen: 5 }],
      ['ledger_account_day', { account_id: 2, in_fen: 5 }],
    ],
    broken: {
      'a posting that was changed': 'UPDATE ledger_posting SET amount_fen = 6',
      'a posting that was deleted': 'DELETE FROM ledger_posting',
      'a day that is missing': 'DELETE FROM ledger_account_day WHERE account_id = 2',
    },
  },
  {
    says: 'what a budget holds and has spent is what its claims need',
    right: [
      ['budget', { budget_id: ONE, amount_fen: 100, held_fen: 3, spent_fen: 7 }],
      claim({ claim_id: ONE, budget_id: ONE, budget_need_fen: 3 }),
      claim({ claim_id: TWO, budget_id: ONE, budget_need_fen: 7, state: 'settled' }),
    ],
    broken: {
      'a budget that holds for nobody': 'UPDATE budget SET held_fen = 4',
      'a claim that no budget paid': 'UPDATE budget SET spent_fen = 0',
      'a claim that needs something else': `UPDATE claim SET budget_need_fen = 8 WHERE state = 'settled'`,
    },
  },
  {
    says: 'no budget is overdrawn',
    right: [['budget', { amount_fen: 9, prior_fen: 1, held_fen: 3, spent_fen: 7 }]],
    broken: {
      'a budget that was cut': 'UPDATE budget SET amount_fen = 8',
      'a negative hold': 'UPDATE budget SET held_fen = -1',
      'negative spending': 'UPDATE budget SET spent_fen = -1',
    },
  },
  {
    says: 'a hold ends once, as its claim says',
    right: [
      claim({ claim_id: ONE, need_fen: 5 }),
      claim({ claim_id: TWO, need_fen: 5, state: 'settled' }),
      ['ledger_transaction', { claim_id: TWO, phase: 2, kind: 'settle' }],
    ],
    broken: {
      'a hold that ended without a word': `UPDATE claim SET state = 'released' WHERE state = 'held'`,
      'an ended hold that is live': `UPDATE claim SET state = 'held'`,
      'a settled claim whose hold was released': `UPDATE ledger_transaction SET kind = 'release'`,
    },
  },
  {
    says: 'an order has at most one live claim, an elder one per meal',
    right: [
      claim({ origin_id: ONE, slot: 'lunch' }),
      claim({ origin_id: ONE, state: 'released' }),
      claim({ origin_id: TWO, state: 'denied' }),
    ],
    broken: {
      'an order with two': `UPDATE claim SET state = 'settled' WHERE state = 'released'`,
      'an elder with two lunches': `UPDATE claim SET slot = 'lunch' WHERE state = 'denied'`,
    },
  },
  {
    says: 'wallet lots and vouchers have left what was issued less what lapsed and what live claims drew',
    right: [
      ['allowance', { allowance_id: ONE, amount_fen: 100, lapsed_fen: 10, left_fen: 60 }],
      ['allowance', { allowance_id: TWO, amount_fen: 500 }],
      claim({ lot_draws: JSON.stringify([{ lotId: ONE, fen: 30 }]) }),
      claim({ state: 'settled', voucher_draw: JSON.stringify({ voucherId: TWO, fen: 500 }) }),
    ],
    broken: {
      'a lot with more left': `UPDATE allowance SET left_fen = 61 WHERE allowance_id = '${ONE}'`,
      'a draw of a claim that is over': `UPDATE claim SET state = 'released' WHERE state = 'held'`,
      'a voucher that nobody drew': 'UPDATE claim SET voucher_draw = NULL',
    },
  },
  {
    says: 'decisions about one elder are numbered one after the other, in order of time',
    right: [claim({ decision_number: 1, decided_at: AT }), claim({ decision_number: 2, decided_at: LATER })],
    broken: {
      'a number given twice': 'UPDATE claim SET decision_number = 1',
      'a decision from before the last one': `UPDATE claim SET decided_at = '2026-11-21' WHERE decision_number = 2`,
    },
  },
  {
    says: 'every state of a claim has its one event, and no other claim has one',
    right: [
      claim({ claim_id: ONE, state: 'reversed' }),
      ...['held', 'settled', 'reversed'].map((state) => told(`benefits.claim.${state}`, 'claimId', ONE)),
      claim({ claim_id: TWO, kind: 'absence', state: 'settled' }),
    ],
    broken: {
      'a claim that nobody was told of': notTold('held'),
      'a claim told of twice': toldAgain('settled'),
      'an event of no claim': 'DELETE FROM claim',
      'an event of another state': `UPDATE claim SET state = 'settled'`,
    },
  },
  {
    says: 'every order of an elder was decided, and its first decision only once',
    right: [claim({ claim_id: ONE, origin_id: ONE }), claim({ origin_id: ONE, corrects_claim_id: ONE })],
    broken: {
      'a first decision that corrects another': 'UPDATE claim SET corrects_claim_id = claim_id',
      'two first decisions': 'UPDATE claim SET corrects_claim_id = NULL',
    },
  },
  {
    says: 'nothing is parked and nothing waits',
    right: [],
    broken: {
      'a parked key': [['parked_key', { state: 'parked' }]],
      'a waiting key': [['parked_key', { state: 'waiting' }]],
    },
  },
];
