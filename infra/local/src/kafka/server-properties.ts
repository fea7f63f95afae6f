import type { BrokerAccount } from './broker-account.js';

export interface PropertiesInput {
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
  /** The administrator; undefined leaves the broker open to everybody on this machine (tests). */
  readonly administrator: BrokerAccount | undefined;
}

const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';

/** `server.properties` of one KRaft node that is broker and controller at once. */
export function serverProperties(input: PropertiesInput): string {
  const { dataDir, port, controllerPort, administrator } = input;
  const protocol = administrator ? 'SASL_PLAINTEXT' : 'PLAINTEXT';
  return lines({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `CLIENT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': `CLIENT:${protocol},CONTROLLER:${protocol}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENT',
    'log.dirs': dataDir,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    // Groups form at once, and an offset commit does not wait for company.
    'group.initial.rebalance.delay.ms': 0,
    'group.coordinator.append.linger.ms': 0,
    ...(administrator ? security(administrator) : {}),
  });
}

/** Accounts by SCRAM for services; the controller's own channel by PLAIN, since SCRAM needs the log that the controller keeps. */
function security({ name, password }: BrokerAccount): Record<string, string | boolean> {
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'listener.name.client.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.scram-sha-512.sasl.jaas.config': `${SCRAM} required username="${name}" password="${password}";`,
    'listener.name.controller.plain.sasl.jaas.config': `${PLAIN} required username="${name}" password="${password}" user_${name}="${password}";`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${name}`,
    'allow.everyone.if.no.acl.found': false,
  };
}

function lines(values: Record<string, string | number | boolean>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
