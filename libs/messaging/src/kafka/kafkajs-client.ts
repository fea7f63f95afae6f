import { connect as connectTcp } from 'node:net';
import { Kafka, logLevel, type ISocketFactory, type LogEntry } from 'kafkajs';
import type { KafkaConfig, MessagingLogger } from './kafka-config.js';

/** kafkajs leaves Nagle's algorithm on, which costs up to 40 ms a request. */
const socketFactory: ISocketFactory = ({ host, port, onConnect }) =>
  connectTcp({ host, port }, onConnect).setNoDelay(true).setKeepAlive(true, 30_000);

export function createKafka(clientId: string, config: KafkaConfig, logger: MessagingLogger): Kafka {
  const { username, password } = config;
  return new Kafka({
    clientId,
    brokers: [...config.brokers],
    ...(username !== undefined && { sasl: { mechanism: 'scram-sha-512', username, password: password ?? '' } }),
    socketFactory,
    connectionTimeout: 3_000,
    authenticationTimeout: 5_000,
    requestTimeout: 15_000,
    // A broker that has just started answers "coordinator loading" once or twice.
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 6 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => passOn(entry, logger),
  });
}

/** What kafkajs calls an error it mostly repairs itself; messaging says so when it does not. */
function passOn({ label, log }: LogEntry, logger: MessagingLogger): void {
  if (log.message.startsWith('Limiting retries')) return; // wanted: a producer in trouble is replaced, see the publisher
  const { message, groupId, error } = log as typeof log & { groupId?: string; error?: unknown };
  logger.warn({ kafka: label, groupId, cause: typeof error === 'string' ? error : undefined }, message);
}
