import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import type { Till } from '../application/open-shifts.port.js';
import { OpenShifts } from '../application/open-shifts.port.js';

@Injectable()
export class SqlOpenShifts extends OpenShifts {
  constructor(private readonly locks: MenuLocks) {
    super();
  }

  async at(tx: Tx, tills: readonly Till[]): Promise<Map<string, string>> {
    if (tills.length === 0) return new Map();
    await this.locks.shareTills(tx, tills);
    const rows = await tx.query<{ id: string; site_id: string; till_id: string }>(
      `select s.id, s.site_id, s.till_id from till_shift s
       join (select distinct * from unnest($1::text[], $2::text[])) as t(site_id, till_id) using (site_id, till_id)
       where s.closed_at is null`,
      [tills.map(({ siteId }) => siteId), tills.map(({ tillId }) => tillId)],
    );
    return new Map(rows.map(({ id, site_id, till_id }) => [`${site_id}/${till_id}`, id]));
  }
}
