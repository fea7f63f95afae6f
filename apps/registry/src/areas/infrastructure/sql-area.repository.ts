import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import type { AreaFilter, PlaceOfPerson } from '../application/area.repository.port.js';
import { AreaRepository } from '../application/area.repository.port.js';
import type { Area } from '../domain/area.js';
import type { AreaHistory } from '../domain/area-history.js';
import { HISTORIES, LIST, ON_DAY, PLACE, PLACES, PUT, SAVE, SAVE_NAMES, SAVE_PARENTS } from './area.sql.js';

@Injectable()
export class SqlAreaRepository extends AreaRepository {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {
    super();
  }

  all(tx: Tx): Promise<Area[]> {
    return tx.query<Area>(ON_DAY, [this.today()]);
  }

  list(tx: Tx, { kind, parent, on, after, limit }: AreaFilter): Promise<Area[]> {
    return tx.query<Area>(LIST, [on, after, kind ?? null, parent ?? null, limit]);
  }

  async put(tx: Tx, areas: readonly Area[], stamp: Stamp): Promise<void> {
    for (const chunk of inChunks(areas)) {
      const codes = chunk.map((area) => area.code);
      const [kinds, names] = [chunk.map((area) => area.kind), chunk.map((area) => area.name)];
      await tx.query(PUT, [codes, kinds, names, this.today(), stamp.at, stamp.by, stamp.importId]);
      await tx.query(PLACE, [codes, chunk.map((area) => area.parent)]);
    }
  }

  histories(tx: Tx, codes?: readonly string[]): Promise<AreaHistory[]> {
    return tx.query<AreaHistory>(HISTORIES, [codes ?? null]);
  }

  async save(tx: Tx, areas: readonly AreaHistory[], { at, by }: Omit<Stamp, 'importId'>): Promise<void> {
    const given = JSON.stringify(areas);
    await tx.query(SAVE, [given, at, by]);
    await tx.query(SAVE_NAMES, [given]);
    await tx.query(SAVE_PARENTS, [given]);
  }

  async placesOf(tx: Tx, personId: string, on: LocalDate): Promise<PlaceOfPerson[] | undefined> {
    const known = await tx.query('SELECT FROM person WHERE person_id = $1', [personId]);
    return known.length === 0 ? undefined : tx.query<PlaceOfPerson>(PLACES, [personId, on]);
  }

  private today(): LocalDate {
    return shanghaiDate(this.clock.now());
  }
}
