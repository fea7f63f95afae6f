/**
 * Every topic of the system: one writer, one aggregate. `keySpace` says what the record key is; topics of one key space share
 * partition count and partitioner for ever, so that one person's events lie in the same partition number of every topic.
 * `kind: state` topics are compacted and carry an aggregate `version`; `kind: event` topics are complete for 30 days.
 */
export type KeySpace = 'person' | 'site' | 'staff' | 'pack' | 'budget' | 'finding' | 'access' | 'operation';

export type ServiceName = 'registry' | 'meal-orders' | 'day-care' | 'benefits' | 'audit' | 'gateway' | 'identity';

export interface Topic {
  readonly name: string;
  readonly owner: ServiceName;
  readonly keySpace: KeySpace;
  readonly kind: 'event' | 'state';
  readonly readers: readonly ServiceName[];
}

/** Partitions per key space. Never changed in place: growing means a new generation of topics (ADR 0004). */
export const PARTITIONS: Readonly<Record<KeySpace, number>> = {
  person: 8,
  site: 4,
  staff: 2,
  pack: 1,
  budget: 1,
  finding: 1,
  access: 2,
  operation: 1,
};

export const LANES_PER_PARTITION = 8;

const topic = <N extends string>(
  name: N,
  owner: ServiceName,
  keySpace: KeySpace,
  kind: 'event' | 'state',
  readers: readonly ServiceName[],
): Topic & { readonly name: N } => ({ name, owner, keySpace, kind, readers: [...readers, 'audit'] });

export const TOPICS = {
  registryPerson: topic('registry.person.events', 'registry', 'person', 'event', [
    'benefits',
    'meal-orders',
    'day-care',
  ]),
  registrySite: topic('registry.site.events', 'registry', 'site', 'state', [
    'benefits',
    'meal-orders',
    'day-care',
    'gateway',
  ]),
  registryStaff: topic('registry.staff.events', 'registry', 'staff', 'event', ['gateway']),
  registryAccess: topic('registry.access.events', 'registry', 'access', 'event', []),
  mealOrder: topic('meal-orders.order.events', 'meal-orders', 'person', 'event', ['benefits', 'registry', 'gateway']),
  mealMenu: topic('meal-orders.menu.events', 'meal-orders', 'site', 'event', ['registry', 'gateway']),
  dayCareBooking: topic('day-care.booking.events', 'day-care', 'person', 'event', [
    'benefits',
    'meal-orders',
    'registry',
    'gateway',
  ]),
  dayCareStay: topic('day-care.stay.events', 'day-care', 'person', 'event', [
    'benefits',
    'meal-orders',
    'registry',
    'gateway',
  ]),
  dayCareSession: topic('day-care.session.events', 'day-care', 'site', 'event', ['registry', 'gateway']),
  benefitsClaim: topic('benefits.claim.events', 'benefits', 'person', 'event', [
    'meal-orders',
    'day-care',
    'registry',
    'gateway',
  ]),
  benefitsEntitlement: topic('benefits.entitlement.events', 'benefits', 'person', 'state', [
    'meal-orders',
    'day-care',
    'registry',
  ]),
  benefitsPolicy: topic('benefits.policy.events', 'benefits', 'pack', 'state', ['meal-orders', 'day-care', 'registry']),
  benefitsBudget: topic('benefits.budget.events', 'benefits', 'budget', 'event', ['registry', 'gateway']),
  benefitsStatement: topic('benefits.statement.events', 'benefits', 'site', 'event', ['registry', 'gateway']),
  auditFinding: topic('audit.finding.events', 'audit', 'finding', 'event', ['benefits', 'registry', 'gateway']),
  // What finance answers to findings: keyed like the findings, by another writer.
  benefitsFindingRequest: topic('benefits.finding-request.events', 'benefits', 'finding', 'event', [
    'registry',
    'gateway',
  ]),
  // Who looked at what in the log (ADR 0026).
  auditAccess: topic('audit.access.events', 'audit', 'access', 'event', []),
  // What people did with parked keys and repairs: one small topic a service, since a topic has one writer.
  registryOperation: topic('registry.operation.events', 'registry', 'operation', 'event', []),
  mealOperation: topic('meal-orders.operation.events', 'meal-orders', 'operation', 'event', []),
  dayCareOperation: topic('day-care.operation.events', 'day-care', 'operation', 'event', []),
  benefitsOperation: topic('benefits.operation.events', 'benefits', 'operation', 'event', []),
  auditOperation: topic('audit.operation.events', 'audit', 'operation', 'event', []),
  gatewayOperation: topic('gateway.operation.events', 'gateway', 'operation', 'event', []),
  identityOperation: topic('identity.operation.events', 'identity', 'operation', 'event', []),
  gatewayAccess: topic('gateway.access.events', 'gateway', 'access', 'event', []),
  identityAccess: topic('identity.access.events', 'identity', 'access', 'event', ['gateway', 'registry']),
} as const;

export const ALL_TOPICS: readonly Topic[] = Object.values(TOPICS);

export function topicNamed(name: string): Topic | undefined {
  return ALL_TOPICS.find((candidate) => candidate.name === name);
}
