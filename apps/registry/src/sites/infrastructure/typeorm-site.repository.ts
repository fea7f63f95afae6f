import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import type { SiteFilter } from '../application/site.repository.port.js';
import { SiteRepository } from '../application/site.repository.port.js';
import type { VersionedSite } from '../domain/site.js';
import { siteOf } from './site.mapper.js';
import { SiteRecord } from './site.record.js';

const SITES_PER_STATEMENT = 500;

/** jsonb_to_recordset takes a site whole: its seventeen columns need no array each. */
const PUT = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (
      "siteId" text, version integer, "siteKind" text, name text, phone text, province text, city text, district text, town text,
      schedule text, "standardMealPriceFen" bigint, "deliveryFeeFen" bigint, "mealPackId" text, "dayCarePackId" text,
      periods jsonb, places integer, active boolean)
  ), kept AS (
    INSERT INTO site_version (site_id, version, state, recorded_at, recorded_by, import_id)
    SELECT state->>'siteId', (state->>'version')::integer, state, $2::timestamptz, $3::text, $4::uuid FROM jsonb_array_elements($1::jsonb) AS state
  )
  INSERT INTO site (site_id, version, site_kind, name, phone, province, city, district, town, schedule, standard_meal_price_fen,
    delivery_fee_fen, meal_pack_id, day_care_pack_id, periods, places, active, recorded_at, recorded_by, import_id)
  SELECT given.*, $2::timestamptz, $3::text, $4::uuid FROM given
  ON CONFLICT (site_id) DO UPDATE SET version = EXCLUDED.version, site_kind = EXCLUDED.site_kind, name = EXCLUDED.name,
    phone = EXCLUDED.phone, province = EXCLUDED.province, city = EXCLUDED.city, district = EXCLUDED.district, town = EXCLUDED.town,
    schedule = EXCLUDED.schedule, standard_meal_price_fen = EXCLUDED.standard_meal_price_fen,
    delivery_fee_fen = EXCLUDED.delivery_fee_fen, meal_pack_id = EXCLUDED.meal_pack_id,
    day_care_pack_id = EXCLUDED.day_care_pack_id, periods = EXCLUDED.periods, places = EXCLUDED.places,
    active = EXCLUDED.active, recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by,
    import_id = EXCLUDED.import_id`;

@Injectable()
export class TypeormSiteRepository extends SiteRepository {
  async findMany(tx: Tx, siteIds: readonly string[]): Promise<VersionedSite[]> {
    return (await tx.manager.findBy(SiteRecord, { siteId: In([...siteIds]) })).map(siteOf);
  }

  async list(tx: Tx, { after, limit, siteKind, district, town, active }: SiteFilter): Promise<VersionedSite[]> {
    const records = await tx.manager.find(SiteRecord, {
      where: {
        siteId: MoreThan(after),
        ...(siteKind !== undefined && { siteKind }),
        ...(district !== undefined && { district }),
        ...(town !== undefined && { town }),
        ...(active !== undefined && { active }),
      },
      order: { siteId: 'ASC' },
      take: limit,
    });
    return records.map(siteOf);
  }

  async put(tx: Tx, sites: readonly VersionedSite[], stamp: Stamp): Promise<void> {
    for (const chunk of inChunks(sites, SITES_PER_STATEMENT))
      await tx.query(PUT, [JSON.stringify(chunk), stamp.at, stamp.by, stamp.importId]);
  }
}
