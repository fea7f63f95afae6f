import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import { openRows } from '../../journal/infrastructure/open-records.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { PersonEvents, RuleQuestion } from '../application/rule-query.port.js';
import { RuleQuery } from '../application/rule-query.port.js';
import type { FoundHit } from '../domain/rule.js';
import { ruleSql } from './rule-sql.js';

const FACTS_OF_PERSONS = `stream_id = ANY(ARRAY(SELECT stream_id FROM journal_stream
  WHERE type IN ('registry.person.fact-recorded.v1', 'registry.person.fact-retracted.v1')))`;

const COUNT = `SELECT count(*)::integer AS n FROM journal_fact WHERE ${FACTS_OF_PERSONS} AND sound AND journal_index < $1::bigint`;

const PAGE = `
  SELECT journal_index AS "journalIndex", event_id AS id, key_id AS "keyId", bytes FROM journal
  WHERE journal_index = ANY(ARRAY(
    SELECT journal_index FROM journal_fact
    WHERE ${FACTS_OF_PERSONS} AND sound AND journal_index < $1::bigint AND journal_index > $2::bigint ORDER BY journal_index LIMIT $3))
  ORDER BY journal_index`;

type HitRow = Omit<FoundHit, 'amountFen'> & { readonly amountFen: string | null };

@Injectable()
export class SqlRuleQuery extends RuleQuery {
  constructor(private readonly keys: RecordKeys) {
    super();
  }

  async refuseWrites(tx: Tx): Promise<void> {
    await tx.query('SET TRANSACTION READ ONLY');
  }

  async hits(tx: Tx, question: RuleQuestion): Promise<FoundHit[]> {
    const { text, values } = ruleSql(question);
    const rows = await tx.query<HitRow>(text, values);
    return rows.map((row) => ({ ...row, amountFen: row.amountFen === null ? null : Number(row.amountFen) }));
  }

  async countPersonEvents(tx: Tx, snapshot: bigint): Promise<number> {
    return (await tx.query<{ n: number }>(COUNT, [snapshot.toString()]))[0]?.n ?? 0;
  }

  async personEvents(tx: Tx, snapshot: bigint, after: string | null, limit: number): Promise<PersonEvents> {
    const values = [snapshot.toString(), after ?? '-1', limit];
    const rows = await openRows(tx, this.keys, await tx.query<SealedRow & { journalIndex: string }>(PAGE, values));
    const items = rows.map(({ id, bytes }) => ({ id, document: documentIn(bytes) }));
    return { items, last: rows.length < limit ? null : (rows.at(-1)?.journalIndex ?? null) };
  }
}

/** What was erased says nothing any more. */
function documentIn(bytes: Buffer | null): unknown {
  return bytes === null ? null : (JSON.parse(bytes.toString()) as unknown);
}
