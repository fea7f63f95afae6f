import { assert } from '@doorstep/kernel';
import pg from 'pg';
import type { Tx, TxSettings } from './tx.js';

const NAME = /^[a-z_]{1,40}\.[a-z_]{1,40}$/;

/** The statement that makes settings hold until the end of the transaction; none for no settings. Values are quoted as literals. */
export function settingsSql(settings: TxSettings): string[] {
  const calls = Object.entries(settings).map(([name, value]) => {
    assert(NAME.test(name), `not the name of a setting: ${name}`);
    assert(!value.includes('\u0000'), `the setting ${name} holds a NUL`);
    return `set_config('${name}', ${pg.escapeLiteral(value)}, true)`;
  });
  return calls.length === 0 ? [] : [`SELECT ${calls.join(', ')}`];
}

/** Puts settings into a transaction that is open already, until its end. */
export async function applySettings(tx: Tx, settings: TxSettings): Promise<void> {
  for (const sql of settingsSql(settings)) await tx.query(sql);
}
