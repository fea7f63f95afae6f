import type { KeySpace } from '@doorstep/contracts';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/** A key whose work must be serial: `{ space: 'person', key: personId }`. */
export interface LaneKey {
  readonly space: KeySpace;
  readonly key: string;
}

/** All lanes of one partition of a key space; what a consumer batch takes. */
export interface LanePartition {
  readonly space: KeySpace;
  readonly partition: number;
}

/**
 * Keys that are one thing with the given ones, so that all their work must be serial: the files of a person who was registered twice. Asked
 * before lanes are taken; whoever needs a lane that is missing all the same throws a RaceLostError, and the transaction is run again.
 */
export type KinOf = (dataSource: DataSource, keys: readonly LaneKey[]) => Promise<readonly LaneKey[]>;

/** An open transaction. It is passed explicitly; nothing finds it by itself. */
export interface Tx {
  /** TypeORM's manager bound to this transaction's connection. Never use another one inside. */
  readonly manager: EntityManager;
  /** The raw pg client of this transaction, for set-based SQL on hot paths. */
  readonly client: PoolClient;
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** True when this transaction holds the lane of the key. */
  holds(key: LaneKey): boolean;
  /** Runs after a successful commit, never after a rollback. Must not throw. */
  afterCommit(action: () => void): void;
}

/**
 * Settings (`namespace.name`) that hold inside one transaction and nowhere else, as row-level policies read them. Set together with
 * BEGIN, so they cost no round trip.
 */
export type TxSettings = Readonly<Record<string, string>>;

export interface TransactionOptions {
  /** Keys that the transaction will publish under, taken before any write. */
  readonly keys: readonly LaneKey[];
  /** For consumer batches. */
  readonly partitions?: readonly LanePartition[];
  /** Keys worked on under the lanes of their partitions; asked for only where keys have kin, whose lanes are taken besides. */
  readonly near?: () => readonly LaneKey[] | Promise<readonly LaneKey[]>;
  /** Milliseconds; default 10 000, at most 60 000. */
  readonly timeoutMs?: number;
  readonly settings?: TxSettings;
}
