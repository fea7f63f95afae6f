import type { JoinRow } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { nearIds } from '../domain/near-ids.js';
import type { ListedRow } from '../domain/read-list.js';
import { JoinReader } from './join-reader.port.js';

export type Found = Pick<JoinRow, 'match' | 'personId'>;

const NOBODY: Found = { match: 'none', personId: null };

/** Whom the rows of a list are about. */
@Injectable()
export class FindPersons {
  constructor(private readonly reader: JoinReader) {}

  /** In the order of the rows. */
  async of(tx: Tx, rows: readonly ListedRow[]): Promise<Found[]> {
    const idsBy = (by: ListedRow['by']): string[] => rows.flatMap((row) => (row.by === by ? [row.given] : []));
    const known = await this.reader.knownPersons(tx, idsBy('person'));
    const referred = await this.reader.personsOf(tx, idsBy('reference'));
    const slips = new Map(
      idsBy('person').flatMap((given) => (known.has(given) ? [] : [[given, nearIds(given)] as const])),
    );
    const meant = await this.reader.knownPersons(tx, [...slips.values()].flat());
    return rows.map(({ by, given }): Found => {
      if (by === 'reference') {
        const personId = referred.get(given);
        return personId === undefined ? NOBODY : { match: 'reference', personId };
      }
      if (known.has(given)) return { match: 'exact', personId: given };
      const [only, other] = (slips.get(given) ?? []).filter((id) => meant.has(id));
      // Of two who could be meant, nobody is.
      return only !== undefined && other === undefined ? { match: 'near', personId: only } : NOBODY;
    });
  }
}
