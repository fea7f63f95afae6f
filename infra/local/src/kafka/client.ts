import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import type { BrokerAccount } from './broker-account.js';

/** A quiet client; an account logs in by SCRAM-SHA-512. */
export function kafkaClient(brokers: string, account: BrokerAccount | undefined, retries = 5): Kafka {
  return new Kafka({
    clientId: 'doorstep-local',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    retry: { initialRetryTime: 100, retries },
    socketFactory: ({ host, port, onConnect }) => connect({ host, port }, onConnect).setNoDelay(true),
    ...(account ? { sasl: { mechanism: 'scram-sha-512', username: account.name, password: account.password } } : {}),
  });
}
