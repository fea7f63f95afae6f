import type { Tx } from '@doorstep/persistence';
import { murmur2 } from '@doorstep/kernel';
import { Injectable } from '@nestjs/common';
import type { MenuKey } from '../application/menu-locks.port.js';
import { MenuLocks } from '../application/menu-locks.port.js';

/** First number of these advisory locks; lanes use small numbers. Two names on one number only wait for each other. */
const SPACE = 0x6d656e75;

@Injectable()
export class AdvisoryMenuLocks extends MenuLocks {
  async share(tx: Tx, menus: readonly MenuKey[]): Promise<void> {
    await this.take(tx, 'pg_advisory_xact_lock_shared', menus.map(menuName));
  }

  async exclude(tx: Tx, menus: readonly MenuKey[]): Promise<void> {
    await this.take(tx, 'pg_advisory_xact_lock', menus.map(menuName));
  }

  async shareTills(tx: Tx, tills: readonly { readonly siteId: string; readonly tillId: string }[]): Promise<void> {
    await this.take(tx, 'pg_advisory_xact_lock_shared', tills.map(tillName));
  }

  async excludeTill(tx: Tx, siteId: string, tillId: string): Promise<void> {
    await this.take(tx, 'pg_advisory_xact_lock', [tillName({ siteId, tillId })]);
  }

  private async take(tx: Tx, lock: string, names: readonly string[]): Promise<void> {
    const numbers = [...new Set(names.map(murmur2))].sort((a, b) => a - b);
    if (numbers.length === 0) return;
    const text = `select ${lock}(${SPACE}, n) from unnest($1::integer[]) n`;
    await tx.client.query({ name: lock, text, values: [numbers] });
  }
}

function menuName({ siteId, serviceDate, mealPeriod }: MenuKey): string {
  return `menu/${siteId}/${serviceDate}/${mealPeriod}`;
}

function tillName({ siteId, tillId }: { readonly siteId: string; readonly tillId: string }): string {
  return `till/${siteId}/${tillId}`;
}
