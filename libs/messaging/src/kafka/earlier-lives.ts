import type { Broker, Cluster, Kafka } from 'kafkajs';
import type { MessagingLogger } from './kafka-config.js';

/** kafkajs can let a member leave, but only a consumer's own, and its types do not know of the request. */
interface Coordinator extends Broker {
  leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}
type CreateCluster = (options: object) => Cluster;

const CREATE_CLUSTER = 'private:Kafka:createCluster';

/**
 * Members of a group that an earlier process with this one's client id left behind. One that was killed could not leave; until its
 * session times out the group waits for it, and its partitions stand. Positions are fenced in the database, so that a member dismissed
 * by mistake (two processes were given one name) only joins again.
 */
export class EarlierLives {
  private ended = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly group: { readonly groupId: string; readonly clientId: string },
    private readonly logger: MessagingLogger,
  ) {}

  /** Before the first join, and only then: two processes with one name must not go on dismissing each other. Never throws. */
  async end(): Promise<void> {
    if (this.ended) return;
    try {
      const dismissed = await this.dismiss();
      this.ended = true;
      if (dismissed > 0)
        this.logger.info({ ...this.group, dismissed }, 'earlier lives of this process left their group');
    } catch (error) {
      this.logger.warn({ err: error }, 'earlier lives of this process could not be asked for; their sessions time out');
    }
  }

  private async dismiss(): Promise<number> {
    const members = await this.earlier();
    if (members.length === 0) return 0;
    const { groupId } = this.group;
    const cluster = clusterOf(this.kafka);
    try {
      await cluster.connect();
      const coordinator = (await cluster.findGroupCoordinator({ groupId })) as Coordinator;
      for (const memberId of members) await coordinator.leaveGroup({ groupId, memberId }).catch(unlessGone);
      return members.length;
    } finally {
      await cluster.disconnect();
    }
  }

  private async earlier(): Promise<string[]> {
    const { groupId, clientId } = this.group;
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      const { groups } = await admin.describeGroups([groupId]);
      const members = groups.flatMap((group) => group.members);
      return members.filter((member) => member.clientId === clientId).map(({ memberId }) => memberId);
    } finally {
      await admin.disconnect();
    }
  }
}

/** A connection as kafkajs makes for its own admin client. Nothing public gives one, and the library will not change any more. */
function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === CREATE_CLUSTER);
  if (!symbol) throw new Error('kafkajs has no way to a group coordinator any more');
  return (kafka as unknown as Record<symbol, CreateCluster>)[symbol]!({ allowAutoTopicCreation: false });
}

/** Its session ended in this very moment. */
function unlessGone(error: unknown): void {
  if ((error as { readonly type?: string }).type !== 'UNKNOWN_MEMBER_ID') throw error;
}
