import { join } from 'node:path';
import type { BrokerAccount } from '../kafka/broker-account.js';
import { startKafka } from '../kafka/broker.js';
import { provisionTopics } from '../kafka/provision.js';
import { SERVICES, topicPlan } from '../kafka/topic-plan.js';
import { HOME, LOGS } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { say } from '../platform/progress.js';
import type { ExistingServers } from './existing-servers.js';
import type { StackContext } from './stack-context.js';

export interface BrokerAccess {
  readonly brokers: string;
  /** The account of a service; undefined when the broker asks for none. */
  accountOf(service: string): BrokerAccount | undefined;
}

/** Topics and rights on the embedded broker, or topics on the one of KAFKA_BROKERS. */
export async function brokerFor(context: StackContext, existing: ExistingServers['kafka']): Promise<BrokerAccess> {
  if (existing) return existingBroker(existing);
  const { kafka: port, kafkaController: controllerPort } = context.ports;
  const accountOf = (name: string): BrokerAccount => ({
    name,
    password: context.secrets.password(name === 'admin' ? 'kafka-admin-password' : `${name}/kafka-password`),
  });
  const admin = accountOf('admin');
  const accounts = [admin, ...SERVICES.map(accountOf)];
  const logFile = join(LOGS, 'kafka.log');
  const options = { dataDir: join(HOME, 'kafka/data'), port, controllerPort, accounts, logFile };
  const onFetch = (): void => say('fetching the Kafka broker with Maven (43 MB, once) …');
  await context.keepRunning(
    { name: 'Kafka', logFile, start: () => startKafka({ ...options, onFetch }) },
    { port, stopSignal: 'SIGTERM' },
  );
  say(`Apache Kafka 4.1 on 127.0.0.1:${port}`);
  const brokers = `127.0.0.1:${port}`;
  const plan = topicPlan();
  await provisionTopics({ brokers, account: admin, plan, replicas: 1, withAccess: true });
  say(`${plan.topics.length} topics, ${SERVICES.length} accounts with their rights`);
  return { brokers, accountOf };
}

/** There the administrator of the cluster gives rights; all services use the one account that was given to us. */
async function existingBroker(existing: NonNullable<ExistingServers['kafka']>): Promise<BrokerAccess> {
  const { brokers, account } = existing;
  const plan = topicPlan();
  try {
    await provisionTopics({ brokers, account, plan, replicas: -1, withAccess: false });
  } catch (error) {
    if (error instanceof SetupProblem) throw error;
    throw new SetupProblem(`The Kafka of KAFKA_BROKERS (${brokers}) does not serve: ${(error as Error).message}.`, [
      'Check the address and the account; it must be able to create the topics of infra/kafka/topics.json, or they must be there.',
      'Without KAFKA_BROKERS, Doorstep brings its own Kafka.',
    ]);
  }
  say(`Kafka at ${brokers}: ${plan.topics.length} topics; all services share the given account`);
  return { brokers, accountOf: () => account };
}
