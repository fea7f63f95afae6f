import type { Role } from './actor.js';

const FINANCE_READERS = [
  'civil_affairs_clerk',
  'finance_maker',
  'finance_checker',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];

/** Operators see what concerns their own site. */
const READERS = ['site_operator', 'site_manager', ...FINANCE_READERS] as const satisfies readonly Role[];

/** Public money and paying operators: what one person proposes another one decides. */
export const FINANCE_PERMISSIONS = {
  'benefits.refund.read': [
    'hotline_agent',
    'civil_affairs_clerk',
    'finance_maker',
    'finance_checker',
    'auditor',
    'administrator',
    'family',
  ],
  'benefits.refund.pay': ['finance_maker'],
  'benefits.finding-request.read': FINANCE_READERS,
  'benefits.finding-request.propose': ['finance_maker'],
  'benefits.finding-request.decide': ['finance_checker'],
  'benefits.budget.read': ['civil_affairs_clerk', 'finance_maker', 'finance_checker', 'auditor', 'administrator'],
  'benefits.budget.change': ['finance_maker', 'administrator'],
  'benefits.ledger.read': ['civil_affairs_clerk', 'finance_maker', 'finance_checker', 'auditor', 'administrator'],
  'benefits.ledger-entry.read': [
    'site_operator',
    'site_manager',
    'civil_affairs_clerk',
    'finance_maker',
    'finance_checker',
    'auditor',
    'administrator',
  ],
  'benefits.statement.read': READERS,
  'benefits.statement.draft': ['finance_maker'],
  'benefits.statement.check': ['civil_affairs_clerk', 'finance_maker'],
  'benefits.statement.return': ['civil_affairs_clerk', 'finance_maker', 'finance_checker'],
  'benefits.statement.approve': ['finance_checker'],
  'benefits.payee.read': READERS,
  'benefits.payee.propose': ['finance_maker'],
  'benefits.payee.decide': ['finance_checker'],
  'benefits.budget-item.read': FINANCE_READERS,
  'benefits.budget-item.propose': ['finance_maker'],
  'benefits.budget-item.decide': ['finance_checker'],
  'benefits.payment.read': FINANCE_READERS,
  'benefits.payment.make': ['finance_maker'],
  'benefits.payment.file': ['finance_maker', 'finance_checker'],
  'benefits.grant.read': READERS,
  'benefits.grant.propose': ['finance_maker'],
  'benefits.grant.decide': ['finance_checker'],
  'benefits.payment.record': ['finance_maker'],
} as const satisfies Record<string, readonly Role[]>;
