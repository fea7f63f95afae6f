import type { LocalDate } from '@doorstep/kernel';
import { RowSet } from '../../platform/row-set.js';
import type { Policy } from '../domain/policy.js';

export const POLICY_COLUMNS = `policy_id, pack_id, title, rule_version, effective_from::text, effective_to::text, holds_until::text, document,
  sha256, state, released, version, activated_at, drafted_by, drafted_at, proposed_by, proposed_at, approved_by, ended_by, ended_at,
  end_reason, superseded_by`;

export interface PolicyRow {
  readonly policy_id: string;
  readonly pack_id: string;
  readonly title: Policy['title'];
  readonly rule_version: string;
  readonly effective_from: LocalDate;
  readonly effective_to: LocalDate | null;
  readonly holds_until: LocalDate | null;
  readonly document: string;
  readonly sha256: string;
  readonly state: Policy['state'];
  readonly released: boolean;
  readonly version: number | null;
  readonly activated_at: Date | null;
  readonly drafted_by: string;
  readonly drafted_at: Date;
  readonly proposed_by: string | null;
  readonly proposed_at: Date | null;
  readonly approved_by: string | null;
  readonly ended_by: string | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly superseded_by: string | null;
}

export function policyOf(row: PolicyRow): Policy {
  return {
    policyId: row.policy_id,
    packId: row.pack_id,
    title: row.title,
    ruleVersion: row.rule_version,
    effectiveFrom: row.effective_from,
    effectiveTo: row.effective_to,
    holdsUntil: row.holds_until,
    document: row.document,
    sha256: row.sha256,
    state: row.state,
    released: row.released,
    version: row.version,
    activatedAt: row.activated_at,
    drafted: { by: row.drafted_by, at: row.drafted_at },
    proposed: row.proposed_by !== null && row.proposed_at ? { by: row.proposed_by, at: row.proposed_at } : null,
    approvedBy: row.approved_by,
    ended:
      row.ended_by !== null && row.ended_at ? { by: row.ended_by, at: row.ended_at, reason: row.end_reason } : null,
    supersededBy: row.superseded_by,
  };
}

const instant = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export const policyRows = new RowSet<Policy>('policy_pack_version', [
  { name: 'policy_id', type: 'uuid', value: (p) => p.policyId },
  { name: 'pack_id', type: 'text', value: (p) => p.packId },
  { name: 'title', type: 'text', cast: 'jsonb', value: (p) => (p.title ? JSON.stringify(p.title) : null) },
  { name: 'rule_version', type: 'text', value: (p) => p.ruleVersion },
  { name: 'effective_from', type: 'date', value: (p) => p.effectiveFrom },
  { name: 'effective_to', type: 'date', value: (p) => p.effectiveTo },
  { name: 'holds_until', type: 'date', value: (p) => p.holdsUntil },
  { name: 'document', type: 'text', value: (p) => p.document },
  { name: 'sha256', type: 'text', value: (p) => p.sha256 },
  { name: 'state', type: 'text', value: (p) => p.state },
  { name: 'released', type: 'boolean', value: (p) => p.released },
  { name: 'version', type: 'integer', value: (p) => p.version },
  { name: 'activated_at', type: 'timestamptz', value: (p) => instant(p.activatedAt) },
  { name: 'drafted_by', type: 'text', value: (p) => p.drafted.by },
  { name: 'drafted_at', type: 'timestamptz', value: (p) => instant(p.drafted.at) },
]);

export const SAVE = `UPDATE policy_pack_version SET state = $2, holds_until = $3, version = $4, activated_at = $5, proposed_by = $6,
    proposed_at = $7, approved_by = $8, ended_by = $9, ended_at = $10, end_reason = $11, superseded_by = $12 WHERE policy_id = $1`;

export function saved(policy: Policy): unknown[] {
  const { policyId, state, holdsUntil, version, activatedAt, proposed, approvedBy, ended, supersededBy } = policy;
  const acts = [proposed?.by ?? null, instant(proposed?.at), approvedBy, ended?.by ?? null, instant(ended?.at)];
  return [policyId, state, holdsUntil, version, instant(activatedAt), ...acts, ended?.reason ?? null, supersededBy];
}
