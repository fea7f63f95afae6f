export * from './model.js';
export { compilePack } from './language/compile-pack.js';
export { PackError, type PackProblem } from './language/pack-error.js';
export { MAX_DOCUMENT_BYTES, type PackSource } from './language/pack-source.js';
export { decide } from './engine/decide.js';
export { asIfFrom } from './engine/versions.js';
export { capUsageOn, type CapUsage } from './engine/cap-usage.js';
export { ageOn, dateOfAge } from './engine/age.js';
export type { LossBearer } from './language/rules.js';
export { settingProblem } from './language/settings.js';
export {
  budgetPoolOf,
  hasEntitlements,
  hasRulesFor,
  isReason,
  lossBearersOf,
  packSettings,
  statementCycleOf,
} from './engine/pack-facts.js';
export { type DueInput } from './entitlement/due.js';
export { expiryOf, isEnded, lotDueFor, topUpsFor, type DueLot, type TopUp } from './entitlement/wallet-lots.js';
export { addWorkingDays, voucherDueOn, type DueVoucher } from './entitlement/vouchers.js';
export { BudgetPools } from './correction/budget-pools.js';
export { redecide, type Redecided, type RedecideInput, type Redecision } from './correction/redecide.js';
export {
  asPastClaim,
  lotKey,
  sameMoney,
  voucherKey,
  type ClaimMoney,
  type StandingClaim,
} from './correction/standing-claim.js';
export {
  byDateThenKind,
  isoWeek,
  movesMoney,
  posting,
  postingsOf,
  refundOf,
  type Change,
  type Posting,
  type Refund,
} from './correction/postings.js';
export { grantFor, GrantError, highestGrant, type GrantInputs, type GrantResult } from './grants/grant.js';
export { renderForElder } from './render/render-elder.js';
export { renderForHotline } from './render/render-hotline.js';
export { auditorText, renderForAuditor, type AuditRow } from './render/render-auditor.js';
export { REASON_TEXTS, reasonText, type ReasonText } from './render/reason-texts.js';
export type { Language } from './render/words.js';
export { diffDocuments, diffPacks, type PackDifference } from './language/diff-packs.js';
export { packJsonSchema } from './language/pack-json-schema.js';
export {
  CALENDAR_KINDS,
  closedBecause,
  closedOn,
  termsInForce,
  type CalendarTerm,
  type ClosedBecause,
  type ClosedDay,
} from './sites/closed-days.js';
