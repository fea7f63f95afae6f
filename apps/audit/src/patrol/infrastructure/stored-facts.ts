import type { EventFacts } from '../../facts/domain/event-facts.js';
import type { NotedRecord } from '../../facts/infrastructure/noted-record.js';

/** A row of what records are searched by. The driver gives sums as text. */
export interface FactRow extends Omit<EventFacts, 'amountFen' | 'subsidyFen' | 'shares'> {
  readonly index: string;
  readonly at: Date;
  readonly streamId: number;
  readonly sound: boolean;
  readonly id: string | null;
  readonly personId: string | null;
  readonly subject: string | null;
  readonly actor: string | null;
  readonly correlationId: string | null;
  readonly amountFen: string | null;
  readonly subsidyFen: string | null;
}

/** Everything that one record is searched by, as it lies in the tables. */
export interface StoredFacts {
  readonly row: FactRow | undefined;
  readonly shares: readonly { readonly funder: string; readonly at: Date; readonly fen: string }[];
  readonly references: readonly string[];
}

/**
 * Whether a record is searched by what it says.
 * @param isReadable false for one whose bytes are gone or sealed: then only what its row says is compared
 */
export function factsAgree(said: NotedRecord, { row, shares, references }: StoredFacts, isReadable: boolean): boolean {
  if (!row || headOf(said) !== headOfRow(row)) return false;
  if (!isReadable) return true;
  const facts = said.event?.facts;
  const wanted = (facts?.shares ?? []).map(({ funder, fen }) => `${funder} ${fen} ${said.at.getTime()}`);
  const found = shares.map(({ funder, fen, at }) => `${funder} ${fen} ${at.getTime()}`);
  return dataOf(said) === dataOfRow(row) && same(wanted, found) && same(said.references, references);
}

function headOf({ at, streamId, sound, event }: NotedRecord): string {
  const { id, personId, subject, actor, correlationId } = event ?? NOBODY;
  return JSON.stringify([at.getTime(), streamId, sound, id, personId, subject, actor, correlationId]);
}

const NOBODY = { id: null, personId: null, subject: null, actor: null, correlationId: null };

function headOfRow({ at, streamId, sound, id, personId, subject, actor, correlationId }: FactRow): string {
  return JSON.stringify([at.getTime(), streamId, sound, id, personId, subject, actor, correlationId]);
}

function dataOf({ event }: NotedRecord): string {
  if (!event) return JSON.stringify(Array.from({ length: 12 }, () => null));
  const { siteId, area, reason, tillId, mealPeriod, serviceDate, happenedAt, ...facts } = event.facts;
  const { subjectId, claimId, quantity, amountFen, subsidyFen } = facts;
  return JSON.stringify([
    ...[siteId, area, reason, tillId, mealPeriod, serviceDate, happenedAt?.getTime() ?? null],
    ...[subjectId, claimId, quantity, amountFen, subsidyFen],
  ]);
}

function dataOfRow(row: FactRow): string {
  const { siteId, area, reason, tillId, mealPeriod, serviceDate, happenedAt, subjectId, claimId, quantity } = row;
  return JSON.stringify([
    ...[siteId, area, reason, tillId, mealPeriod, serviceDate, happenedAt?.getTime() ?? null],
    ...[subjectId, claimId, quantity, fen(row.amountFen), fen(row.subsidyFen)],
  ]);
}

function fen(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function same(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join('\n') === [...others].sort().join('\n');
}
