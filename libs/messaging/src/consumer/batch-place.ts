import type { Topic } from '@doorstep/contracts';
import type { LaneKey, Tx } from '@doorstep/persistence';
import type { TopicPartition } from '../kafka/ports.js';
import type { InspectedRecord } from './inspected-record.js';
import type { RecordInspector } from './record-inspector.js';

/** What else is written in each transaction that takes records, under lanes of its own. */
export interface BatchCompanion {
  readonly keys: readonly LaneKey[];
  add(tx: Tx, taken: readonly InspectedRecord[]): Promise<void>;
}

/** Where a batch comes from, and how it is worked on. */
export interface Place {
  readonly topic: Topic;
  readonly partition: number;
  readonly inspector: RecordInspector;
  readonly condemnUnknown: boolean;
  readonly companion: BatchCompanion | undefined;
}

export function placeOf({ topic, partition }: Place): TopicPartition {
  return { topic: topic.name, partition };
}
