import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { Stamp } from '../../shared/stamp.js';
import type { Area, AreaKind } from '../domain/area.js';
import type { AreaHistory } from '../domain/area-history.js';

export interface AreaFilter {
  readonly kind?: AreaKind | undefined;
  readonly parent?: string | undefined;
  /** The tree as it is on this day; what is over then is left out. */
  readonly on: LocalDate;
  /** Only codes above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

export interface PlaceOfPerson {
  readonly kind: 'hukou' | 'residence';
  /** The smallest area that is known. */
  readonly areaCode: string;
}

export abstract class AreaRepository {
  /** As they are today, with those that are over. A city has thousands of areas at most. */
  abstract all(tx: Tx): Promise<Area[]>;
  abstract list(tx: Tx, filter: AreaFilter): Promise<Area[]>;
  /** Adds or renames, as lists do: from today on. Parents come before their children. */
  abstract put(tx: Tx, areas: readonly Area[], stamp: Stamp): Promise<void>;
  /** Of these codes, or of all areas. */
  abstract histories(tx: Tx, codes?: readonly string[]): Promise<AreaHistory[]>;
  /** Writes what is new in these histories; nothing of what was is taken away. */
  abstract save(tx: Tx, areas: readonly AreaHistory[], stamp: Omit<Stamp, 'importId'>): Promise<void>;
  /** Where somebody lives and is registered on a day; undefined to those who do not reach the person. */
  abstract placesOf(tx: Tx, personId: string, on: LocalDate): Promise<PlaceOfPerson[] | undefined>;
}
