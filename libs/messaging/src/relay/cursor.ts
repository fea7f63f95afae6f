/** What was sent: everything up to (xid, position), as events 1 … sequence of this epoch. */
export interface Cursor {
  readonly shard: number;
  readonly epoch: number;
  readonly xid: string;
  readonly position: string;
  readonly sequence: number;
  /** Last number sent to each `topic/partition`. */
  readonly sent: Readonly<Record<string, number>>;
  /** `YYYY-MM-DD`; no unsent row lies in an earlier day of the outbox. */
  readonly day: string;
  /** Identity of the database that the numbers belong to. */
  readonly database: string;
}

export function sourceOf(service: string, cursor: Pick<Cursor, 'shard' | 'epoch'>): string {
  return `${service}/${cursor.shard}/${cursor.epoch}`;
}

export function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
