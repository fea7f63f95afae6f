import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import type { PackSource, PackVersion, StoredVersion } from '../application/pack-store.port.js';
import { PackStore } from '../application/pack-store.port.js';

const versions = new RowSet<PackVersion & { at: string }>('policy_pack_version', [
  { name: 'pack_id', type: 'text', value: (v) => v.packId },
  { name: 'effective_from', type: 'date', value: (v) => v.effectiveFrom },
  { name: 'effective_to', type: 'date', value: (v) => v.effectiveTo },
  { name: 'rule_version', type: 'text', value: (v) => v.ruleVersion },
  { name: 'version', type: 'integer', value: (v) => v.version },
  { name: 'document', type: 'text', value: (v) => v.document },
  { name: 'sha256', type: 'text', value: (v) => v.sha256 },
  { name: 'activated_at', type: 'timestamptz', value: (v) => v.at },
]);

@Injectable()
export class SqlPackStore extends PackStore {
  async active(tx: Tx): Promise<Map<string, PackSource[]>> {
    const rows = await tx.query<{ pack_id: string; file: string; document: string }>(
      `SELECT pack_id, pack_id || '/' || effective_from || '.yaml' AS file, document
       FROM policy_pack_version ORDER BY pack_id, effective_from`,
    );
    const packs = new Map<string, PackSource[]>();
    for (const { pack_id, file, document } of rows)
      packs.set(pack_id, [...(packs.get(pack_id) ?? []), { file, text: document }]);
    return packs;
  }

  async versionsOf(tx: Tx, packId: string): Promise<StoredVersion[]> {
    const rows = await tx.query<{ effective_from: LocalDate; version: number; sha256: string }>(
      'SELECT effective_from::text, version, sha256 FROM policy_pack_version WHERE pack_id = $1 ORDER BY version',
      [packId],
    );
    return rows.map(({ effective_from, version, sha256 }) => ({ effectiveFrom: effective_from, version, sha256 }));
  }

  async add(tx: Tx, added: readonly PackVersion[], at: Date): Promise<void> {
    await versions.insert(
      tx,
      added.map((version) => ({ ...version, at: at.toISOString() })),
    );
  }
}
