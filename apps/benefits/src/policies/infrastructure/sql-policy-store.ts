import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BOOKS_LOCK } from '../../platform/books-lock.js';
import type { PackSource } from '../application/pack-source.js';
import type { InForce, PolicyFilter } from '../application/policy-store.port.js';
import { PolicyStore } from '../application/policy-store.port.js';
import type { Policy, PolicyLife } from '../domain/policy.js';
import { POLICY_COLUMNS, policyOf, policyRows, SAVE, saved, type PolicyRow } from './policy-rows.js';

const IN_FORCE = `SELECT pack_id, pack_id || '/' || effective_from || '.yaml' AS file, document, holds_until::text AS until
  FROM policy_pack_version WHERE state = 'approved' ORDER BY pack_id, effective_from`;
const LIST = `SELECT ${POLICY_COLUMNS} FROM policy_pack_version
  WHERE ($1::text IS NULL OR pack_id = $1) AND ($2::text IS NULL OR state = $2)
    AND ($3::uuid IS NULL OR (drafted_at, policy_id) < ($4::timestamptz, $3))
  ORDER BY drafted_at DESC, policy_id DESC LIMIT $5`;
const OF_PACK = `SELECT ${POLICY_COLUMNS} FROM policy_pack_version WHERE pack_id = $1 AND state = ANY($2::text[])
  ORDER BY effective_from, drafted_at`;

@Injectable()
export class SqlPolicyStore extends PolicyStore {
  async inForce(tx: Tx): Promise<InForce> {
    const revision = await this.revision(tx);
    const rows = await tx.query<{ pack_id: string; file: string; document: string; until: LocalDate | null }>(IN_FORCE);
    const packs = new Map<string, PackSource[]>();
    for (const { pack_id, file, document, until } of rows) {
      const source = { file, text: document, ...(until !== null && { until }) };
      packs.set(pack_id, [...(packs.get(pack_id) ?? []), source]);
    }
    return { packs, revision };
  }

  async revision(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ revision: number }>('SELECT revision FROM policy_revision');
    return row?.revision ?? 0;
  }

  async haltDeciding(tx: Tx): Promise<void> {
    await tx.query(BOOKS_LOCK.alone);
  }

  async changeRevision(tx: Tx): Promise<void> {
    await tx.query('UPDATE policy_revision SET revision = revision + 1');
  }

  async ofPack(tx: Tx, packId: string, states: readonly PolicyLife[]): Promise<Policy[]> {
    return (await tx.query<PolicyRow>(OF_PACK, [packId, states])).map(policyOf);
  }

  async lastVersion(tx: Tx, packId: string): Promise<number> {
    const [row] = await tx.query<{ last: number | null }>(
      'SELECT max(version) AS last FROM policy_pack_version WHERE pack_id = $1',
      [packId],
    );
    return row?.last ?? 0;
  }

  async lastRuleVersion(tx: Tx, packId: string): Promise<{ used: ReadonlySet<string>; last: number }> {
    const rows = await tx.query<{ rule_version: string }>(
      'SELECT rule_version FROM policy_pack_version WHERE pack_id = $1 AND version IS NOT NULL',
      [packId],
    );
    const used = new Set(rows.map((row) => row.rule_version));
    return { used, last: Math.max(0, ...[...used].map(Number)) };
  }

  async find(tx: Tx, policyId: string): Promise<Policy | undefined> {
    const text = `SELECT ${POLICY_COLUMNS} FROM policy_pack_version WHERE policy_id = $1`;
    const [row] = await tx.query<PolicyRow>(text, [policyId]);
    return row && policyOf(row);
  }

  async list(tx: Tx, { packId, state, after, limit }: PolicyFilter): Promise<Policy[]> {
    const place = [after?.policyId ?? null, after?.draftedAt ?? null];
    return (await tx.query<PolicyRow>(LIST, [packId ?? null, state ?? null, ...place, limit + 1])).map(policyOf);
  }

  async add(tx: Tx, policies: readonly Policy[]): Promise<void> {
    await policyRows.insert(tx, policies);
  }

  async save(tx: Tx, policies: readonly Policy[]): Promise<void> {
    for (const policy of policies) await tx.query(SAVE, saved(policy));
  }
}
