import type { SiteState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import { SiteStore } from '../application/site-store.port.js';

const COPIED = [
  'version',
  'province',
  'city',
  'district',
  'town',
  'schedule',
  'standard_meal_price_fen',
  'meal_pack_id',
  'day_care_pack_id',
  'active',
];

const sites = new RowSet<SiteState>(
  'site',
  [
    { name: 'site_id', type: 'text', value: (s) => s.siteId },
    { name: 'version', type: 'integer', value: (s) => s.version },
    { name: 'province', type: 'text', value: (s) => s.province },
    { name: 'city', type: 'text', value: (s) => s.city },
    { name: 'district', type: 'text', value: (s) => s.district },
    { name: 'town', type: 'text', value: (s) => s.town },
    { name: 'schedule', type: 'text', value: (s) => s.schedule },
    { name: 'standard_meal_price_fen', type: 'bigint', value: (s) => s.standardMealPriceFen },
    { name: 'meal_pack_id', type: 'text', value: (s) => s.mealPackId },
    { name: 'day_care_pack_id', type: 'text', value: (s) => s.dayCarePackId },
    { name: 'active', type: 'boolean', value: (s) => s.active },
  ],
  `ON CONFLICT (site_id) DO UPDATE SET ${COPIED.map((column) => `${column} = excluded.${column}`).join(', ')}
   WHERE site.version < excluded.version`,
);

@Injectable()
export class SqlSiteStore extends SiteStore {
  async put(tx: Tx, states: readonly SiteState[]): Promise<void> {
    await sites.insert(tx, states);
  }
}
