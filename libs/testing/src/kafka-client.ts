import { connect as connectTcp } from 'node:net';
import type { ISocketFactory } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { testEnvironment } from './environment.js';

const socketFactory: ISocketFactory = ({ host, port, onConnect }) =>
  connectTcp({ host, port }, onConnect).setNoDelay(true).setKeepAlive(true, 60_000);

/** A quiet client of the run's broker, apart from the one under test. */
export function testKafka(clientId: string): Kafka {
  return new Kafka({
    clientId,
    brokers: [...testEnvironment().kafkaBrokers],
    logLevel: logLevel.NOTHING,
    socketFactory,
    // A broker that has just started answers "coordinator loading" once or twice.
    retry: { initialRetryTime: 50, retries: 10 },
  });
}
