import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Centres } from '../application/centres.port.js';
import type { Centre } from '../domain/centre.js';
import { CentreRecord } from './centre.record.js';

const KEEP_HIGHEST = `
  INSERT INTO centre AS known (site_id, version, name, phone, city, district, town, active)
  SELECT * FROM json_to_recordset($1::json)
    AS news (site_id text, version integer, name text, phone text, city text, district text, town text, active boolean)
  ON CONFLICT (site_id) DO UPDATE SET version = excluded.version, name = excluded.name, phone = excluded.phone,
    city = excluded.city, district = excluded.district, town = excluded.town, active = excluded.active
  WHERE known.version < excluded.version`;

@Injectable()
export class TypeOrmCentres extends Centres {
  async find(tx: Tx, siteId: string): Promise<Centre | undefined> {
    return (await tx.manager.findOneBy(CentreRecord, { siteId })) ?? undefined;
  }

  async keepHighest(tx: Tx, centres: readonly Centre[]): Promise<void> {
    const newest = new Map<string, Centre>();
    for (const centre of centres)
      if (centre.version >= (newest.get(centre.siteId)?.version ?? 0)) newest.set(centre.siteId, centre);
    const rows = [...newest.values()].map(({ siteId, ...rest }) => ({ site_id: siteId, ...rest }));
    if (rows.length > 0) await tx.query(KEEP_HIGHEST, [JSON.stringify(rows)]);
  }
}
