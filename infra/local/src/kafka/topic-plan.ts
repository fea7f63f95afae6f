import type { ServiceName, Topic } from '@doorstep/contracts';
import { ALL_TOPICS, PARTITIONS } from '@doorstep/contracts';

export const SERVICES = [
  'registry',
  'meal-orders',
  'day-care',
  'benefits',
  'audit',
  'gateway',
  'identity',
] as const satisfies readonly ServiceName[];

export interface PlannedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** What one service's account may do, and nothing else. */
export interface PlannedAccess {
  readonly account: ServiceName;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  /** Its consumer group, and names that begin with it and a dash. */
  readonly group: string;
}

export interface TopicPlan {
  readonly topics: readonly PlannedTopic[];
  readonly access: readonly PlannedAccess[];
}

const DAY_MS = 86_400_000;
/** Longer than any outage that is planned for; `audit` keeps every record for ever. */
const RETENTION_DAYS = 30;

/** Topics and rights as the contracts say; written to `infra/kafka/topics.json` for whoever sets up a city's cluster. */
export function topicPlan(): TopicPlan {
  return {
    topics: ALL_TOPICS.map((topic) => ({
      name: topic.name,
      partitions: PARTITIONS[topic.keySpace],
      config: configOf(topic),
    })).sort(byName),
    access: SERVICES.map((account) => ({
      account,
      writes: namesOf((topic) => topic.owner === account),
      // A relay compares its cursor with the last record of its own topics when it starts.
      reads: namesOf((topic) => topic.owner === account || topic.readers.includes(account)),
      group: account,
    })),
  };
}

function configOf(topic: Topic): Record<string, string> {
  const common = { 'compression.type': 'producer', 'max.message.bytes': '1048588' };
  return topic.kind === 'state'
    ? // What was superseded stays as long as events do: an `audit` that was away must still find every number.
      { ...common, 'cleanup.policy': 'compact', 'min.compaction.lag.ms': String(RETENTION_DAYS * DAY_MS) }
    : { ...common, 'cleanup.policy': 'delete', 'retention.ms': String(RETENTION_DAYS * DAY_MS) };
}

function namesOf(condition: (topic: Topic) => boolean): string[] {
  return ALL_TOPICS.filter(condition)
    .map((topic) => topic.name)
    .sort();
}

function byName(a: PlannedTopic, b: PlannedTopic): number {
  return a.name < b.name ? -1 : 1;
}
