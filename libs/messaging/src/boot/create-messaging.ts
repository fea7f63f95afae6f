import { systemClock, type Clock } from '@doorstep/kernel';
import type { Transactions } from '@doorstep/persistence';
import type { Registry } from 'prom-client';
import { EarlierLives } from '../kafka/earlier-lives.js';
import type { KafkaConfig, MessagingLogger } from '../kafka/kafka-config.js';
import { createKafka } from '../kafka/kafkajs-client.js';
import { KafkajsPublisher } from '../kafka/kafkajs-publisher.js';
import { KafkajsSubscriber } from '../kafka/kafkajs-subscriber.js';
import { KafkajsTailReader } from '../kafka/kafkajs-tail-reader.js';
import { Outbox } from '../outbox/outbox.js';
import type { OperatedService } from '../parked/parked-keys.js';
import { Relay, type RelayParts } from '../relay/relay.js';
import { relayClient } from '../relay/relay-connection.js';
import { ConsumerSide, type ConsumerSideParts } from './consumer-side.js';
import { Housekeeping } from './housekeeping.js';
import { Messaging } from './messaging.js';
import { MessagingMetrics } from './messaging-metrics.js';

export interface MessagingOptions {
  readonly service: OperatedService;
  /** The service's own role; the relay opens one connection beside the pool. */
  readonly databaseUrl: string;
  readonly transactions: Transactions;
  readonly kafka: KafkaConfig;
  readonly logger: MessagingLogger;
  readonly registry: Registry;
  readonly clock?: Clock;
  /** Verifier keys of the public log, as `name+id+key`. Repairs are checked with them; without one, all are refused. */
  readonly logKeys?: readonly string[];
  /** Default 0, the only shard until a database is split. */
  readonly outboxShard?: number;
  /** Batches handled at once; each takes one connection of the pool. */
  readonly concurrency?: number;
  /** Records of one transaction of the consumer at most; default 5 000. */
  readonly batchRecords?: number;
  /** Session time-out of the consumer group; default 15 000. */
  readonly sessionTimeoutMs?: number;
  /** What no other process of the service is called at the same time; with it, a restart need not wait for the session of the dead. */
  readonly instance?: string;
  /** For tests: watchers of the steps, shorter waits, and faulty parts. */
  readonly relayParts?: Partial<
    Pick<RelayParts, 'watch' | 'createReader' | 'createSession' | 'publisher' | 'leadIdleMs' | 'closeMs'>
  >;
  readonly consumerParts?: Partial<
    Pick<ConsumerSideParts, 'watch' | 'batchMs' | 'unknownMs' | 'createProcessor' | 'createPositions' | 'subscriber'>
  >;
}

/** Builds everything and starts nothing. See `Messaging` for how it is wired. */
export function createMessaging(options: MessagingOptions): Messaging {
  const { service, transactions, logger, registry, clock = systemClock, outboxShard: shard = 0 } = options;
  const { topicPrefix = '' } = options.kafka;
  const clientId = options.instance === undefined ? service : `${service}.${options.instance}`;
  const kafka = createKafka(clientId, options.kafka, logger);
  const outbox = new Outbox((events) => relay.committed(events), clock);
  const relay = new Relay({
    service,
    shard,
    connect: (idleMs) => relayClient(options.databaseUrl, `${service}-relay`, { idleMs }),
    publisher: new KafkajsPublisher(kafka, topicPrefix),
    tails: new KafkajsTailReader(kafka, `${topicPrefix}${service}-relay`, topicPrefix),
    logger,
    ...options.relayParts,
  });
  const groupId = topicPrefix + service;
  const earlierLives = options.instance !== undefined && new EarlierLives(kafka, { groupId, clientId }, logger);
  const subscriber = new KafkajsSubscriber(
    kafka,
    { groupId, topicPrefix, ...consumerSettings(options), ...(earlierLives && { earlierLives }) },
    logger,
  );
  const createConsumerSide = (consumers: readonly object[]): ConsumerSide =>
    new ConsumerSide(
      {
        ...{ service, transactions, subscriber, outbox, logger, clock, measure, logKeys: options.logKeys ?? [] },
        ...(options.batchRecords !== undefined && { batchRecords: options.batchRecords }),
        ...options.consumerParts,
      },
      consumers,
    );
  const housekeeping = new Housekeeping(transactions, logger);
  const messaging = new Messaging({ outbox, relay, housekeeping, createConsumerSide });
  const metrics = new MessagingMetrics(registry, { service, shard, transactions, status: () => messaging.status() });
  const measure = metrics.measure.bind(metrics);
  return messaging;
}

function consumerSettings({ concurrency, sessionTimeoutMs }: MessagingOptions): object {
  return {
    ...(concurrency !== undefined && { concurrency }),
    ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
  };
}
