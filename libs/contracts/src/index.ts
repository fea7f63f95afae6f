// The only index of the library. Sections are per owner; keep each sorted.

// events
export * from './events/define-event.js';
export * from './events/envelope.js';
export * from './events/event-schema.js';
export * from './events/fields.js';
export * from './events/topics.js';

// http
export * from './gateway/access-denied.v1.js';
export * from './gateway/session-ended.v1.js';
export * from './gateway/session-facts.js';
export * from './gateway/session-started.v1.js';
export * from './gateway/session-strengthened.v1.js';
export * from './identity/account-changed.v1.js';
export * from './identity/account.http.js';
export * from './identity/device.http.js';
export * from './identity/device-changed.v1.js';
export * from './identity/sign-in-failed.v1.js';
export * from './http/api-notes.js';
export * from './http/page.js';
export * from './http/problem.js';

// operations
export * from './operations/operation-events.js';

// registry
export * from './registry/area.http.js';
export * from './registry/card-blocked.v1.js';
export * from './registry/card-issued.v1.js';
export * from './registry/card.http.js';
export * from './registry/consent-facts.js';
export * from './registry/consent-given.v1.js';
export * from './registry/consent-withdrawn.v1.js';
export * from './registry/consent.http.js';
export * from './registry/data-exported.v1.js';
export * from './registry/erasure-decided.v1.js';
export * from './registry/erasure-requested.v1.js';
export * from './registry/erasure.http.js';
export * from './registry/family-link-ended.v1.js';
export * from './registry/family-link-granted.v1.js';
export * from './registry/family.http.js';
export * from './registry/import.http.js';
export * from './registry/lookup.http.js';
export * from './registry/people-looked-up.v1.js';
export * from './registry/person-erased.v1.js';
export * from './registry/person-fact-recorded.v1.js';
export * from './registry/person-fact-retracted.v1.js';
export * from './registry/person-facts.js';
export * from './registry/person-merged.v1.js';
export * from './registry/person-registered.v1.js';
export * from './registry/person-unmerged.v1.js';
export * from './registry/person-viewed.v1.js';
export * from './registry/person.http.js';
export * from './registry/site-recorded.v1.js';
export * from './registry/site.http.js';
export * from './registry/staff-assignment-ended.v1.js';
export * from './registry/staff-assignment-granted.v1.js';
export * from './registry/staff-facts.js';
export * from './registry/staff.http.js';
export * from './registry/unsealing-decided.v1.js';
export * from './registry/unsealing-requested.v1.js';
export * from './registry/unsealing.http.js';

// meal-orders
export * from './meal-orders/dish-restored.v1.js';
export * from './meal-orders/dish-sold-out.v1.js';
export * from './meal-orders/meal-order-cancelled.v1.js';
export * from './meal-orders/meal-order-delivery-failed.v1.js';
export * from './meal-orders/meal-order-no-show.v1.js';
export * from './meal-orders/meal-order-placed.v1.js';
export * from './meal-orders/meal-order-returned.v1.js';
export * from './meal-orders/meal-order-served.v1.js';
export * from './meal-orders/menu-published.v1.js';
export * from './meal-orders/menu.http.js';
export * from './meal-orders/order-acts.http.js';
export * from './meal-orders/order-facts.js';
export * from './meal-orders/order.http.js';
export * from './meal-orders/payment.http.js';
export * from './meal-orders/period-closed.v1.js';
export * from './meal-orders/period.http.js';
export * from './meal-orders/refund-recorded.v1.js';
export * from './meal-orders/site-closed.v1.js';
export * from './meal-orders/tender-recorded.v1.js';
export * from './meal-orders/till-shift-closed.v1.js';
export * from './meal-orders/till-shift-opened.v1.js';
export * from './meal-orders/till-shift.http.js';

// day-care
export * from './day-care/booking-cancelled.v1.js';
export * from './day-care/booking-confirmed.v1.js';
export * from './day-care/booking-facts.js';
export * from './day-care/booking-no-show.v1.js';
export * from './day-care/booking.http.js';
export * from './day-care/session-planned.v1.js';
export * from './day-care/session.http.js';
export * from './day-care/stay-completed.v1.js';
export * from './day-care/stay-started.v1.js';

// benefits
export * from './benefits/budget-exhausted.v1.js';
export * from './benefits/budget-low.v1.js';
export * from './benefits/budget-opened.v1.js';
export * from './benefits/budget-spent-before.v1.js';
export * from './benefits/budget.http.js';
export * from './benefits/calendar.http.js';
export * from './benefits/claim-brought-in.v1.js';
export * from './benefits/claim-denied.v1.js';
export * from './benefits/claim-expired.v1.js';
export * from './benefits/claim-facts.js';
export * from './benefits/claim-held.v1.js';
export * from './benefits/claim-released.v1.js';
export * from './benefits/claim-reversed.v1.js';
export * from './benefits/claim-settled.v1.js';
export * from './benefits/claim.http.js';
export * from './benefits/correction.http.js';
export * from './benefits/day-care-fee-decided.v1.js';
export * from './benefits/difference-posted.v1.js';
export * from './benefits/entitlement-updated.v1.js';
export * from './benefits/entitlement.http.js';
export * from './benefits/finding-request-events.js';
export * from './benefits/finding-request.http.js';
export * from './benefits/grant-decided.v1.js';
export * from './benefits/grant.http.js';
export * from './benefits/ledger.http.js';
export * from './benefits/opening-applied.v1.js';
export * from './benefits/opening-facts.js';
export * from './benefits/opening-requested.v1.js';
export * from './benefits/opening.http.js';
export * from './benefits/payee-account-decided.v1.js';
export * from './benefits/payee-account-proposed.v1.js';
export * from './benefits/payee.http.js';
export * from './benefits/payment-batch.http.js';
export * from './benefits/policy-activated.v1.js';
export * from './benefits/policy-approved.v1.js';
export * from './benefits/policy-drafted.v1.js';
export * from './benefits/policy-proposed.v1.js';
export * from './benefits/policy-superseded.v1.js';
export * from './benefits/policy-withdrawn.v1.js';
export * from './benefits/policy.http.js';
export * from './benefits/quote.http.js';
export * from './benefits/refund.http.js';
export * from './benefits/simulation.http.js';
export * from './benefits/statement-approved.v1.js';
export * from './benefits/statement-checked.v1.js';
export * from './benefits/statement-discarded.v1.js';
export * from './benefits/statement-drafted.v1.js';
export * from './benefits/statement-facts.js';
export * from './benefits/statement-paid.v1.js';
export * from './benefits/statement-payment-failed.v1.js';
export * from './benefits/statement-payment-ordered.v1.js';
export * from './benefits/statement-returned.v1.js';
export * from './benefits/statement.http.js';
export * from './benefits/voucher-statement.http.js';
export * from './benefits/year-closed.v1.js';
export * from './benefits/year-closing-requested.v1.js';
export * from './benefits/year.http.js';

// audit
export * from './audit/correction-requested.v1.js';
export * from './audit/evidence.http.js';
export * from './audit/explorer.http.js';
export * from './audit/exports.http.js';
export * from './audit/gap-closed.v1.js';
export * from './audit/gap-detected.v1.js';
export * from './audit/joins.http.js';
export * from './audit/journal.http.js';
export * from './audit/look-up.http.js';
export * from './audit/looked-up.v1.js';
export * from './audit/papers.http.js';
export * from './audit/receipt.http.js';
export * from './audit/rules.http.js';
export * from './audit/samples.http.js';
