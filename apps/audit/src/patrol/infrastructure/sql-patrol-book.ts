import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Finding, PatrolState } from '../application/patrol-book.port.js';
import { PatrolBook } from '../application/patrol-book.port.js';
import type { AlteredRecord } from '../domain/fault.js';

const COLUMNS = 'journal_index AS "journalIndex", leaf_index AS "leafIndex", faults';

const STATE = `
  SELECT next_index AS next, rounds::integer, last_round_at AS "lastRoundAt", (SELECT count(*)::integer FROM altered_record) AS altered
  FROM patrol`;

const FIRST = `SELECT ${COLUMNS} FROM altered_record ORDER BY journal_index LIMIT 1`;

const KNOWN = `
  SELECT ${COLUMNS} FROM altered_record WHERE journal_index >= $1::bigint AND journal_index < $2::bigint ORDER BY journal_index`;

const MOVE = 'UPDATE patrol SET next_index = $2::bigint WHERE next_index = $1::bigint RETURNING 1';

const END_ROUND = `
  UPDATE patrol SET next_index = 0, rounds = rounds + 1, last_round_at = $2 WHERE next_index = $1::bigint`;

// Faults travel as texts: an array of arrays would have to be rectangular.
const GIVEN = `unnest($1::bigint[], $2::bigint[], $3::text[]) AS given (journal_index, leaf_index, faults)`;

const ADD = `
  INSERT INTO altered_record (journal_index, leaf_index, faults, finding_id, detected_at)
  SELECT journal_index, leaf_index, string_to_array(faults, ' '), $4, $5 FROM ${GIVEN}`;

const CHANGE = `
  UPDATE altered_record AS a SET leaf_index = given.leaf_index, faults = string_to_array(given.faults, ' ')
  FROM ${GIVEN} WHERE a.journal_index = given.journal_index`;

const HEAL = 'DELETE FROM altered_record WHERE journal_index = ANY($1::bigint[]) RETURNING finding_id AS "findingId"';

const LEFT = 'SELECT DISTINCT finding_id AS "findingId" FROM altered_record WHERE finding_id = ANY($1::uuid[])';

type Row = Omit<AlteredRecord, 'journalIndex'> & { readonly journalIndex: string };

@Injectable()
export class SqlPatrolBook extends PatrolBook {
  async state(tx: Tx): Promise<PatrolState> {
    const [row] = await tx.query<Omit<PatrolState, 'next' | 'first'> & { next: string }>(STATE);
    const [first] = (await tx.query<Row>(FIRST)).map(recordFrom);
    const { rounds = 0, lastRoundAt = null, altered = 0 } = row ?? {};
    return { next: BigInt(row?.next ?? 0), rounds, lastRoundAt, altered, first: first ?? null };
  }

  async known(tx: Tx, from: bigint, end: bigint): Promise<AlteredRecord[]> {
    return (await tx.query<Row>(KNOWN, [from.toString(), end.toString()])).map(recordFrom);
  }

  async move(tx: Tx, from: bigint, next: bigint): Promise<boolean> {
    return (await tx.query(MOVE, [from.toString(), next.toString()])).length === 1;
  }

  async endRound(tx: Tx, from: bigint, now: Date): Promise<void> {
    await tx.query(END_ROUND, [from.toString(), now]);
  }

  async add(tx: Tx, { findingId, detectedAt }: Finding, records: readonly AlteredRecord[]): Promise<void> {
    await tx.query(ADD, [...columnsOf(records), findingId, detectedAt]);
  }

  async change(tx: Tx, records: readonly AlteredRecord[]): Promise<void> {
    if (records.length > 0) await tx.query(CHANGE, columnsOf(records));
  }

  async heal(tx: Tx, records: readonly AlteredRecord[]): Promise<string[]> {
    const indexes = records.map(({ journalIndex }) => journalIndex.toString());
    const healed = await tx.query<{ findingId: string }>(HEAL, [indexes]);
    const findings = [...new Set(healed.map(({ findingId }) => findingId))];
    const left = new Set((await tx.query<{ findingId: string }>(LEFT, [findings])).map(({ findingId }) => findingId));
    return findings.filter((findingId) => !left.has(findingId));
  }
}

function recordFrom({ journalIndex, ...row }: Row): AlteredRecord {
  return { ...row, journalIndex: BigInt(journalIndex) };
}

function columnsOf(records: readonly AlteredRecord[]): unknown[] {
  return [
    records.map(({ journalIndex }) => journalIndex.toString()),
    records.map(({ leafIndex }) => leafIndex),
    records.map(({ faults }) => faults.join(' ')),
  ];
}
