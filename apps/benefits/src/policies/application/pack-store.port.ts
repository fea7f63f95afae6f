import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';

/** One document of a pack: its file name and text. */
export interface PackSource {
  readonly file: string;
  readonly text: string;
}

export interface PackVersion {
  readonly packId: string;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly ruleVersion: string;
  /** Counts the activations of this pack from 1. */
  readonly version: number;
  readonly document: string;
  readonly sha256: string;
}

export type StoredVersion = Pick<PackVersion, 'effectiveFrom' | 'version' | 'sha256'>;

export abstract class PackStore {
  /** Documents of all active versions, by pack. */
  abstract active(tx: Tx): Promise<Map<string, PackSource[]>>;

  abstract versionsOf(tx: Tx, packId: string): Promise<StoredVersion[]>;

  abstract add(tx: Tx, versions: readonly PackVersion[], at: Date): Promise<void>;
}
