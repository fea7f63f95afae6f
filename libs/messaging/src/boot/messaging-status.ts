import type { StoppedPartition } from '../consumer/partition-reader.js';
import type { SubscriberStatus } from '../kafka/ports.js';
import type { RelayStatus } from '../relay/relay.js';

export interface MessagingStatus {
  readonly relay: RelayStatus;
  /** Undefined for a service that consumes nothing. */
  readonly consumer?: SubscriberStatus;
  readonly stopped: readonly StoppedPartition[];
}

/** What keeps a service from being ready, in words for operators; empty when all is well. */
export function troublesOf({ relay, consumer, stopped }: MessagingStatus): string[] {
  const troubles: string[] = [];
  if (relay.state !== 'running' && relay.state !== 'standby')
    troubles.push(`relay ${relay.state}${relay.detail === undefined ? '' : `: ${relay.detail}`}`);
  if (consumer && !consumer.joined) troubles.push('the consumer has not joined its group');
  for (const { topic, partition, why, detail } of stopped) troubles.push(`${topic}/${partition} ${why}: ${detail}`);
  return troubles;
}
