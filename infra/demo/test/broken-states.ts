import type { SqlRule } from '../src/invariants/rules.js';
import { CLAIM_STATES } from './broken-claims.js';
import { AT, LATER, notTold, ONE, PERSON, told, toldAgain, TWO, type BrokenStates } from './broken-state.js';
import type { SeededRow } from './loose-database.js';

const ORDER = 'meal-orders.meal-order';
const payments: readonly SeededRow[] = [
  [
    'tender',
    { id: ONE, order_id: ONE, means: 'cash', amount_fen: 700, till_id: 't', shift_id: ONE, recorded_at: LATER },
  ],
  [
    'refund',
    { id: TWO, order_id: ONE, means: 'cash', amount_fen: 200, till_id: 't', shift_id: ONE, recorded_at: LATER },
  ],
];
const paymentEvents = [
  told(`${ORDER}.tender-recorded`, 'tenderId', ONE),
  told(`${ORDER}.refund-recorded`, 'refundId', TWO),
];
const served: SeededRow = ['meal_order', { id: ONE, site_id: 's', state: 'served', paid_fen: 700, refunded_fen: 200 }];
const shift: SeededRow = [
  'till_shift',
  {
    ...{ id: ONE, site_id: 's', till_id: 't', opening_float_fen: 100, opened_at: AT },
    ...{ closed_at: '2026-11-22T06:00:00Z', expected_cash_fen: 600 },
  },
];

const MEAL_ORDERS: readonly Omit<BrokenStates, 'service'>[] = [
  {
    says: 'every order, tender and refund has its one event, and no other has one',
    right: [
      served,
      ...['placed', 'served'].map((act) => told(`${ORDER}.${act}`, 'orderId', ONE)),
      ...[...payments, ...paymentEvents],
    ],
    broken: {
      'an order that nobody was told of': notTold('placed'),
      'a meal told of twice': toldAgain('served'),
      'a meal that came back without a word': `UPDATE meal_order SET state = 'returned'`,
      'a payment that nobody was told of': notTold('tender'),
      'a payment that is missing': 'DELETE FROM refund',
    },
  },
  {
    says: 'a payment, or one given back, and its event were committed in one transaction',
    right: [...payments, ...paymentEvents],
    broken: {
      'an event of another transaction': `UPDATE outbox SET xid = '3' WHERE type LIKE '%refund%'`,
      'an event without its payment': 'DELETE FROM tender',
    },
  },
  {
    says: 'every till shift has its events, and no other has one',
    right: [shift, ...['opened', 'closed'].map((act) => told(`meal-orders.till-shift.${act}`, 'shiftId', ONE))],
    broken: {
      'a shift that opened without a word': notTold('opened'),
      'a shift told of as closed that is open': 'UPDATE till_shift SET closed_at = NULL',
      'an event of no shift': 'DELETE FROM till_shift',
    },
  },
  {
    says: 'what an order shows is what was decided, under the rule version that decided it',
    right: [['meal_order', { person_id: PERSON, decision_status: 'decided', pack_id: 'p', rule_version: '1' }]],
    broken: {
      'an order that was not decided': `UPDATE meal_order SET decision_status = 'provisional'`,
      'a decision under no version': 'UPDATE meal_order SET rule_version = NULL',
    },
  },
  {
    says: 'what was paid for an order, and given back, is the sum of its payments',
    right: [served, ...payments],
    broken: {
      'an order that says it was paid': 'UPDATE meal_order SET paid_fen = 800',
      'a payment that is missing': 'DELETE FROM tender',
      'a refund that no order knows': 'UPDATE meal_order SET refunded_fen = 0',
    },
  },
  {
    says: 'a closed shift expects its float, and the cash that came in less what went out',
    right: [shift, ...payments],
    broken: {
      'cash that nobody expects': 'UPDATE till_shift SET expected_cash_fen = 599',
      'a code that was booked as cash': `UPDATE tender SET means = 'code'`,
      'cash of another shift': `UPDATE refund SET shift_id = '${TWO}'`,
    },
  },
  {
    says: 'a payment in a shift was taken at its till, for an order of its canteen, while it was open',
    right: [served, shift, ...payments],
    broken: {
      'a payment at another till': `UPDATE tender SET till_id = 'other'`,
      'a payment of another canteen': `UPDATE meal_order SET site_id = 'other'`,
      'a payment before the shift': `UPDATE refund SET recorded_at = '2026-11-22T03:00:00Z'`,
      'a payment after the shift': `UPDATE tender SET recorded_at = '2026-11-22T07:00:00Z'`,
      'a payment in no shift': 'DELETE FROM till_shift',
    },
  },
];

const DAY_CARE: readonly Omit<BrokenStates, 'service'>[] = [
  {
    says: 'every state of a booking has its one event, and no other booking has one',
    right: [
      ['booking', { id: ONE, state: 'completed', checked_in_at: AT }],
      ...['booking.confirmed', 'stay.started', 'stay.completed'].map((act) =>
        told(`day-care.${act}`, 'bookingId', ONE),
      ),
    ],
    broken: {
      'a stay that ended without a word': notTold('completed'),
      'a booking told of twice': toldAgain('confirmed'),
      'an event of no booking': 'DELETE FROM booking',
      'a booking that was cancelled without a word': `UPDATE booking SET state = 'cancelled'`,
    },
  },
  {
    says: 'no session has more bookings than places, and counts them right',
    right: [
      ['session', { site_id: 's', service_date: '2026-11-22', places: 1, booked: 1 }],
      ['booking', { site_id: 's', service_date: '2026-11-22', state: 'confirmed' }],
      ['booking', { site_id: 's', service_date: '2026-11-22', state: 'cancelled' }],
    ],
    broken: {
      'a place given twice': `UPDATE booking SET state = 'confirmed'; UPDATE session SET booked = 2`,
      'a booking that was not counted': 'UPDATE session SET booked = 0',
    },
  },
];

const fact: SeededRow = ['person_fact', { fact_id: ONE }];
const withdrawn: SeededRow = ['person_fact_retraction', { fact_id: ONE }];
const factEvents = ['recorded', 'retracted'].map((act) => told(`registry.person.fact-${act}`, 'factId', ONE));

const REGISTRY: readonly Omit<BrokenStates, 'service'>[] = [
  {
    says: 'everybody who is known was told of once, and nobody else',
    right: [['person', { person_id: PERSON }], told('registry.person.registered', 'personId', PERSON)],
    broken: {
      'somebody whom nobody was told of': notTold('registered'),
      'somebody told of twice': toldAgain('registered'),
      'an event of nobody': 'DELETE FROM person',
    },
  },
  {
    says: 'every fact and every fact withdrawn was told once, and no other',
    right: [fact, withdrawn, ...factEvents],
    broken: {
      'a fact that nobody was told of': notTold('recorded'),
      'a fact that was withdrawn without a word': notTold('retracted'),
      'an event of no fact': 'DELETE FROM person_fact',
    },
  },
  {
    says: 'a fact, or its withdrawal, and its event were committed in one transaction',
    right: [fact, withdrawn, ...factEvents],
    broken: {
      'an event of another transaction': `UPDATE outbox SET xid = '3' WHERE type LIKE '%retracted%'`,
      'an event without its fact': 'DELETE FROM person_fact',
    },
  },
];

const AUDIT: readonly Omit<BrokenStates, 'service'>[] = [
  {
    says: 'the patrol has found no altered record',
    right: [],
    broken: { 'an altered record': [['altered_record', { journal_index: 1, faults: '{record}' }]] },
  },
];

const of = (service: SqlRule['service'], states: readonly Omit<BrokenStates, 'service'>[]): BrokenStates[] =>
  states.map((each) => ({ ...each, service }));

export const BROKEN_STATES: readonly BrokenStates[] = [
  ...of('benefits', CLAIM_STATES),
  ...of('meal-orders', MEAL_ORDERS),
  ...of('day-care', DAY_CARE),
  ...of('registry', REGISTRY),
  ...of('audit', AUDIT),
];
