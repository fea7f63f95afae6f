import type { ServiceName } from '@doorstep/contracts';
import type { KafkaConfig, MessagingLogger } from '../kafka/kafka-config.js';
import { createKafka } from '../kafka/kafkajs-client.js';
import { KafkajsTailReader } from '../kafka/kafkajs-tail-reader.js';
import { beginNewEpoch, type NewEpoch } from '../relay/new-epoch.js';
import { relayClient } from '../relay/relay-connection.js';

export interface NewEpochOptions {
  readonly service: ServiceName;
  readonly databaseOwnerUrl: string;
  readonly kafka: KafkaConfig;
  readonly logger: MessagingLogger;
  readonly outboxShard?: number;
}

/** The outbox holds days of events. */
const REWRITE_MS = 600_000;

/** The command of `docs/operations.md`, "new epoch": with every instance of the service stopped, as the owner of its database. @throws NewEpochRefusedError */
export async function runNewEpoch(options: NewEpochOptions): Promise<NewEpoch> {
  const { service, kafka: config, logger, outboxShard: shard = 0 } = options;
  const topicPrefix = config.topicPrefix ?? '';
  const kafka = createKafka(`${service}-new-epoch`, config, logger);
  const tails = new KafkajsTailReader(kafka, `${topicPrefix}${service}-relay`, topicPrefix);
  const client = relayClient(options.databaseOwnerUrl, `${service}-new-epoch`, { statementMs: REWRITE_MS });
  await client.connect();
  try {
    return await beginNewEpoch({ service, shard, client, tails });
  } finally {
    await client.end();
  }
}
