import { localDate } from '@doorstep/kernel';
import type { FactHistory } from '../application/fact.repository.port.js';
import type { FactValue, PersonFact } from '../domain/person-fact.js';

export interface FactRow {
  readonly fact_id: string;
  readonly person_id: string;
  readonly value: FactValue;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly recorded_at: Date;
  readonly recorded_by: string;
  readonly source: string | null;
  readonly replaces_fact_id: string | null;
}

export interface FactHistoryRow extends FactRow {
  readonly replaced_at: Date | null;
  readonly retracted_at: Date | null;
  readonly reason: string | null;
}

export function factOf(row: FactRow): PersonFact {
  return {
    factId: row.fact_id,
    personId: row.person_id,
    value: row.value,
    validFrom: localDate(row.valid_from),
    validTo: row.valid_to === null ? null : localDate(row.valid_to),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    source: row.source,
    replacesFactId: row.replaces_fact_id,
  };
}

export function historyOf(row: FactHistoryRow): FactHistory {
  const endedBy = row.replaced_at ? 'replaced' : row.retracted_at ? 'retracted' : null;
  return { fact: factOf(row), endedAt: row.replaced_at ?? row.retracted_at, endedBy, reason: row.reason };
}
