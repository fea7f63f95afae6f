/** A row of the outbox as the relay reads it; 64-bit numbers are decimal strings. */
export interface OutboxRow {
  readonly xid: string;
  readonly position: string;
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly type: string;
  /** As PostgreSQL prints it in UTC: `2026-11-22 04:05:06.7+00`. */
  readonly time: string;
  readonly actor: string;
  readonly correlation: string;
  readonly causation: string | null;
  /** W3C trace context of the request that it began with, when somebody records that trace. */
  readonly traceparent: string | null;
  /** Canonical JSON. */
  readonly data: string;
}
