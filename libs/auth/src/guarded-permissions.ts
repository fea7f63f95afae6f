import type { Permission } from './permissions.js';

/** Actions with money, the rules and the lists by which it is paid, and the passwords and roles of those who do them: only after the caller proved moments ago, with two factors, who it is. */
export const STEP_UP: readonly Permission[] = [
  'identity.account.manage',
  'registry.list.apply',
  'registry.staff.write',
  'benefits.policy.approve',
  'benefits.opening.request',
  'benefits.opening.approve',
  'benefits.year.request-closing',
  'benefits.year.approve-closing',
  'benefits.refund.pay',
  'benefits.budget.change',
  'benefits.statement.approve',
  'benefits.payee.propose',
  'benefits.payee.decide',
  'benefits.budget-item.propose',
  'benefits.budget-item.decide',
  'benefits.payment.make',
  'benefits.payment.file',
  'benefits.payment.record',
  'benefits.grant.propose',
  'benefits.grant.decide',
];

export function needsStepUp(permission: Permission): boolean {
  return STEP_UP.includes(permission);
}

const OPEN_IN_REGISTRY: readonly string[] = ['registry.area.read', 'registry.site.read'];

/** Money and the vault: never by rights that may have been taken away meanwhile. Whatever registry adds belongs to the vault. */
export function needsFreshRights(permission: Permission): boolean {
  return needsStepUp(permission) || (permission.startsWith('registry.') && !OPEN_IN_REGISTRY.includes(permission));
}
