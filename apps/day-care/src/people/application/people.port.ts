import type { DatedPlace } from '@doorstep/auth';
import type { EventMeta } from '@doorstep/messaging';
import type { KnownMerge, Tx } from '@doorstep/persistence';
import type { AbsenceFact } from '../domain/attendance-obstacle.js';

export interface RecordedAbsence extends AbsenceFact {
  readonly factId: string;
  readonly personId: string;
}

export interface RecordedPlace extends DatedPlace {
  readonly factId: string;
  readonly personId: string;
}

/** A file whose bookings must be compared with what is known of the person. */
export interface AttendanceCheck {
  readonly checkId: string;
  readonly personId: string;
}

/** Of each person only that they exist, what keeps them from attending, and in whose area they are. */
export abstract class People {
  abstract isKnown(tx: Tx, personId: string): Promise<boolean>;
  /** All files of these persons, each with the one of them that it belongs to. */
  abstract filesOf(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Leaves word that the bookings of these files must be looked at, each with the news that asks for it. */
  abstract noteChecks(tx: Tx, news: ReadonlyMap<string, EventMeta>): Promise<void>;
  /** Those that may be tried now, the oldest first. */
  abstract checks(tx: Tx, limit: number): Promise<AttendanceCheck[]>;
  /** Undefined when somebody else has done it. */
  abstract takeCheck(tx: Tx, checkId: string): Promise<EventMeta | undefined>;
  /** It failed and is tried again later: after a second, then twice as long each time, at most ten minutes. */
  abstract postponeCheck(tx: Tx, checkId: string, problem: string): Promise<void>;
  abstract join(tx: Tx, merges: readonly KnownMerge[]): Promise<void>;
  abstract part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<void>;
  /** The believed facts of each person, from all files; persons without any are absent from the map. */
  abstract absencesOf(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly AbsenceFact[]>>;
  /** Nothing is known of them any more, not even that they exist. */
  abstract forget(tx: Tx, personIds: readonly string[]): Promise<void>;
  abstract register(tx: Tx, personIds: readonly string[]): Promise<void>;
  abstract record(tx: Tx, facts: readonly RecordedAbsence[]): Promise<void>;
  abstract recordPlaces(tx: Tx, places: readonly RecordedPlace[]): Promise<void>;
  /** Where a person is believed to live or be registered. */
  abstract placesOf(tx: Tx, personId: string): Promise<readonly DatedPlace[]>;
  /** Facts that are no longer believed; unknown ids are facts that do not matter here. */
  abstract disbelieve(tx: Tx, factIds: readonly string[]): Promise<void>;
}
