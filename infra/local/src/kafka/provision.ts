import type { Admin } from 'kafkajs';
import kafkajs from 'kafkajs';
import { SetupProblem } from '../platform/problem.js';
import { alignAccess } from './access.js';
import type { BrokerAccount } from './broker-account.js';
import { kafkaClient } from './client.js';
import { pause } from '../platform/wait.js';
import type { PlannedTopic, TopicPlan } from './topic-plan.js';

// Node finds only some of the names that this CommonJS package exports.
const { ConfigResourceTypes } = kafkajs;

const LEADERS_MS = 60_000;

export interface ProvisionOptions {
  readonly brokers: string;
  readonly account: BrokerAccount | undefined;
  readonly plan: TopicPlan;
  /** 1 on a single broker; a city's cluster takes 3. */
  readonly replicas: number;
  /** Whether each service has an account of its own here, whose rights are kept to the plan. */
  readonly withAccess: boolean;
}

/** Brings topics and rights to the plan. Safe to repeat; it never removes a topic. */
export async function provisionTopics(options: ProvisionOptions): Promise<void> {
  const admin = kafkaClient(options.brokers, options.account).admin();
  await admin.connect();
  try {
    await createMissing(admin, options);
    await alignTopics(admin, options.plan.topics);
    if (options.withAccess) await alignAccess(admin, options.plan.access);
  } finally {
    await admin.disconnect();
  }
}

async function createMissing(admin: Admin, { plan, replicas }: ProvisionOptions): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = plan.topics.filter((topic) => !existing.has(topic.name));
  if (missing.length === 0) return;
  await admin.createTopics({
    timeout: 30_000,
    // kafkajs' own waiting gives up when a busy broker does not know the new topics at once.
    waitForLeaders: false,
    topics: missing.map((topic) => ({
      topic: topic.name,
      numPartitions: topic.partitions,
      replicationFactor: replicas,
      configEntries: Object.entries(topic.config).map(([name, value]) => ({ name, value })),
    })),
  });
  await untilLed(
    admin,
    missing.map(({ name }) => name),
  );
}

/** A new topic is announced to clients a moment after its creation is answered. */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  const deadline = performance.now() + LEADERS_MS;
  for (;;) {
    const metadata = await admin.fetchTopicMetadata({ topics }).catch((error: unknown) => error as Error);
    const led =
      !(metadata instanceof Error) &&
      metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    if (led) return;
    if (performance.now() > deadline) throw metadata instanceof Error ? metadata : new Error('topics without leaders');
    await pause(100);
  }
}

/** Retention and the like follow the plan; a partition count never does, since it decides where every key lies. */
async function alignTopics(admin: Admin, planned: readonly PlannedTopic[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: planned.map((topic) => topic.name) });
  for (const { name, partitions } of planned) {
    const found = topics.find((topic) => topic.name === name)?.partitions.length;
    if (found !== partitions)
      throw new SetupProblem(`Topic ${name} has ${String(found)} partitions, not ${partitions}.`, [
        'The number decides where each key lies and never changes in place (docs/adr/0004): use another cluster, or `npm run reset`.',
      ]);
  }
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: planned.map(({ name, config }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(config),
    })),
  });
  const drifted = planned.filter(({ name, config }) => {
    const entries = resources.find((resource) => resource.resourceName === name)?.configEntries ?? [];
    return Object.entries(config).some(
      ([key, value]) => entries.find((e) => e.configName === key)?.configValue !== value,
    );
  });
  if (drifted.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: drifted.map(({ name, config }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    })),
  });
}
