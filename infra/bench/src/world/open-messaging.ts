import type { DatabaseUrls } from '@doorstep/local-stack';
import { createMessaging } from '@doorstep/messaging';
import type { Messaging, MessagingLogger, OperatedService } from '@doorstep/messaging';
import { createDataSource, Transactions } from '@doorstep/persistence';
import { Registry } from 'prom-client';
import type { Lab } from '../harness/lab.js';

export interface MessagingWish {
  readonly service: OperatedService;
  readonly database: DatabaseUrls;
  readonly prefix: string;
  readonly consumers?: readonly object[];
}

export interface OpenMessaging {
  readonly messaging: Messaging;
  readonly transactions: Transactions;
  close(): Promise<void>;
}

/** Outbox, relay and consumer exactly as a service has them, in this process, without the service around them. */
export async function openMessaging(lab: Lab, wish: MessagingWish): Promise<OpenMessaging> {
  const { service, database, prefix, consumers = [] } = wish;
  const dataSource = createDataSource({ url: database.appUrl, records: [], poolSize: 10, applicationName: service });
  await dataSource.initialize();
  const transactions = new Transactions(dataSource);
  const messaging = createMessaging({
    service,
    databaseUrl: database.appUrl,
    transactions,
    kafka: { brokers: [lab.servers.brokers], topicPrefix: prefix },
    logger: troubleOnly(lab.say),
    registry: new Registry(),
  });
  messaging.use(consumers);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= messaging.close().then(() => dataSource.destroy()));
  lab.onClose(close);
  return { messaging, transactions, close };
}

/** A warning in the middle of a measurement explains its figure. What kafkajs itself complains about it mostly repairs itself. */
export function troubleOnly(say: (line: string) => void): MessagingLogger {
  const tell = (fields: object, message: string): void => {
    if (!('kafka' in fields)) say(`  ! ${message} ${JSON.stringify(fields).slice(0, 200)}`);
  };
  return { debug: () => undefined, info: () => undefined, warn: tell, error: tell };
}
