import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import type { AreaFilter } from '../application/area.repository.port.js';
import { AreaRepository } from '../application/area.repository.port.js';
import type { Area } from '../domain/area.js';
import { AreaRecord } from './area.record.js';

@Injectable()
export class TypeormAreaRepository extends AreaRepository {
  async all(tx: Tx): Promise<Area[]> {
    return (await tx.manager.find(AreaRecord)).map(areaOf);
  }

  async list(tx: Tx, { kind, parent, after, limit }: AreaFilter): Promise<Area[]> {
    const records = await tx.manager.find(AreaRecord, {
      where: {
        code: MoreThan(after),
        ...(kind !== undefined && { kind }),
        ...(parent !== undefined && { parentCode: parent }),
      },
      order: { code: 'ASC' },
      take: limit,
    });
    return records.map(areaOf);
  }

  async put(tx: Tx, areas: readonly Area[], stamp: Stamp): Promise<void> {
    for (const chunk of inChunks(areas)) {
      await tx.query(
        `INSERT INTO area (code, kind, name, parent_code, recorded_at, recorded_by, import_id)
         SELECT code, kind, name, parent_code, $5::timestamptz, $6::text, $7::uuid
         FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS given (code, kind, name, parent_code)
         ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, recorded_at = EXCLUDED.recorded_at,
           recorded_by = EXCLUDED.recorded_by, import_id = EXCLUDED.import_id`,
        [
          chunk.map((area) => area.code),
          chunk.map((area) => area.kind),
          chunk.map((area) => area.name),
          chunk.map((area) => area.parent),
          stamp.at,
          stamp.by,
          stamp.importId,
        ],
      );
      await tx.query(PLACE, [chunk.map((area) => area.code), chunk.map((area) => area.parent)]);
    }
  }
}

/** A new area lies where it is said to lie, from always on; one that is known stays where it is. */
const PLACE = `
  INSERT INTO area_placement (code, parent_code, valid_from)
  SELECT code, parent_code, date '1850-01-01' FROM unnest($1::text[], $2::text[]) AS given (code, parent_code)
  WHERE parent_code IS NOT NULL AND NOT EXISTS (SELECT FROM area_placement known WHERE known.code = given.code)`;

function areaOf({ code, kind, name, parentCode }: AreaRecord): Area {
  return { code, kind, name, parent: parentCode };
}
