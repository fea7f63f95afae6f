import type { Permission } from './permissions.js';

/**
 * What is the whole city's and cannot be cut by site, area or person: books, budgets, rules, the log, lists of everybody. A grant for a
 * part of the city does not reach it.
 */
const CITY_WIDE: ReadonlySet<Permission> = new Set<Permission>([
  'operations.parked-keys.read',
  'operations.parked-keys.act',
  'operations.repairs.run',
  'registry.import.run',
  'registry.import.read',
  'registry.retention.read',
  'registry.retention.run',
  'registry.unsealing.request',
  'registry.unsealing.decide',
  'registry.unsealing.read',
  'registry.unsealing.look',
  'benefits.policy.draft',
  'benefits.policy.approve',
  'benefits.policy.withdraw',
  'benefits.policy.try',
  'benefits.calendar.import',
  'benefits.opening.read',
  'benefits.opening.request',
  'benefits.opening.approve',
  'benefits.finding-request.read',
  'benefits.finding-request.propose',
  'benefits.finding-request.decide',
  'benefits.year.read',
  'benefits.year.request-closing',
  'benefits.year.approve-closing',
  'benefits.correction-progress.read',
  'benefits.entitlement.run',
  'benefits.refund.pay',
  'benefits.budget.read',
  'benefits.budget.change',
  'benefits.ledger.read',
  'benefits.statement.draft',
  'benefits.statement.check',
  'benefits.statement.return',
  'benefits.statement.approve',
  'benefits.payee.propose',
  'benefits.payee.decide',
  'benefits.budget-item.read',
  'benefits.budget-item.propose',
  'benefits.budget-item.decide',
  'benefits.payment.read',
  'benefits.payment.make',
  'benefits.payment.file',
  'benefits.payment.record',
  'benefits.grant.propose',
  'benefits.grant.decide',
  'audit.events.read',
  'audit.look-ups.read',
  'audit.sources.read',
  'audit.records.read',
  'audit.work.write',
]);

export function isCityWide(permission: Permission): boolean {
  return CITY_WIDE.has(permission);
}
