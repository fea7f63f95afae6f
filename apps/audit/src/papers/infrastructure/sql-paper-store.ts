import type { PaperAbout, PaperState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { PaperFilter } from '../application/paper-store.port.js';
import { PaperStore } from '../application/paper-store.port.js';
import type { Paper, WrittenEntry } from '../domain/paper.js';
import { NO_AUTHORSHIP } from '../domain/paper.js';
import type { Redaction } from '../domain/redaction.js';

const SELECT = `
  SELECT paper_id AS "paperId", about_kind AS "aboutKind", about_id AS "aboutId", about_item AS "aboutItem", title, state,
    opened_by AS "openedBy", opened_at AS "openedAt", changed_at AS "changedAt", assignee, signed_off_by AS "signedOffBy",
    signed_off_at AS "signedOffAt", entries FROM paper`;

const LIST = `${SELECT}
  WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR assignee = $2) AND ($3::text IS NULL OR opened_by = $3)
    AND ($4::uuid IS NULL OR about_id = $4) AND ($5::boolean IS NULL OR (signed_off_by IS NOT NULL) = $5)
    AND ($6::uuid IS NULL OR paper_id < $6)
  ORDER BY paper_id DESC LIMIT $7`;

const HISTORIES = `
  SELECT paper_id AS "paperId", entry_no AS "entryNo", kind, actor AS by, at, text, detail, redacted FROM paper_entry
  WHERE paper_id = ANY($1::uuid[]) ORDER BY paper_id, entry_no`;

const EXISTS: Readonly<Record<PaperAbout['kind'], string>> = {
  event: 'SELECT FROM journal_fact WHERE event_id = $1',
  person: 'SELECT FROM journal_fact WHERE person_id = $1',
  hit: 'SELECT FROM rule_hit WHERE hit_id = $1',
  sample_item: 'SELECT FROM sample_item WHERE sample_id = $1 AND item_no = $2',
  ...{ claim: reference(), order: reference(), booking: reference(), statement: reference() },
};

function reference(): string {
  return 'SELECT FROM journal_reference WHERE reference = $1';
}

interface Row extends Omit<Paper, 'about'> {
  readonly aboutKind: PaperAbout['kind'];
  readonly aboutId: string;
  readonly aboutItem: number | null;
  readonly state: PaperState;
}

@Injectable()
export class SqlPaperStore extends PaperStore {
  async exists(tx: Tx, about: PaperAbout): Promise<boolean> {
    const values = about.kind === 'sample_item' ? [about.id, about.itemNo] : [about.id];
    const [row] = await tx.query<{ found: boolean }>(`SELECT EXISTS (${EXISTS[about.kind]}) AS found`, values);
    return row?.found === true;
  }

  async open(tx: Tx, { paperId, about, title, openedBy, openedAt }: Paper, first: WrittenEntry): Promise<void> {
    const item = about.kind === 'sample_item' ? about.itemNo : null;
    await tx.query(
      `INSERT INTO paper (paper_id, about_kind, about_id, about_item, title, opened_by, opened_at, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
      [paperId, about.kind, about.id, item, title, openedBy, openedAt],
    );
    await this.addEntry(tx, paperId, first);
  }

  async find(tx: Tx, paperId: string): Promise<Paper | undefined> {
    return (await tx.query<Row>(`${SELECT} WHERE paper_id = $1`, [paperId])).map(paperFrom)[0];
  }

  async hold(tx: Tx, paperId: string): Promise<Paper | undefined> {
    return (await tx.query<Row>(`${SELECT} WHERE paper_id = $1 FOR UPDATE`, [paperId])).map(paperFrom)[0];
  }

  async authors(tx: Tx, paperId: string): Promise<Set<string>> {
    const text = `SELECT DISTINCT actor FROM paper_entry WHERE paper_id = $1 AND kind <> ALL ($2::text[])`;
    return new Set((await tx.query<{ actor: string }>(text, [paperId, [...NO_AUTHORSHIP]])).map(({ actor }) => actor));
  }

  async write(tx: Tx, paper: Paper, entry: WrittenEntry): Promise<void> {
    await this.addEntry(tx, paper.paperId, entry);
    await tx.query(
      `UPDATE paper SET state = $2, assignee = $3, signed_off_by = $4, signed_off_at = $5, entries = $6, changed_at = $7, title = $8
       WHERE paper_id = $1`,
      [
        ...[paper.paperId, paper.state, paper.assignee, paper.signedOffBy, paper.signedOffAt],
        ...[paper.entries, paper.changedAt, paper.title],
      ],
    );
  }

  async redact(tx: Tx, paperId: string, { requestNo }: Redaction): Promise<void> {
    await tx.query('SELECT paper_redact($1, $2)', [paperId, requestNo]);
  }

  async history(tx: Tx, paperId: string): Promise<WrittenEntry[]> {
    return (await this.histories(tx, [paperId])).get(paperId) ?? [];
  }

  async histories(tx: Tx, paperIds: readonly string[]): Promise<ReadonlyMap<string, WrittenEntry[]>> {
    const histories = new Map<string, WrittenEntry[]>(paperIds.map((paperId) => [paperId, []]));
    for (const { paperId, ...entry } of await tx.query<WrittenEntry & { paperId: string }>(HISTORIES, [paperIds]))
      histories.get(paperId)?.push(entry);
    return histories;
  }

  async list(tx: Tx, filter: PaperFilter, before: string | undefined, limit: number): Promise<Paper[]> {
    const { state, assignee, openedBy, aboutId, signedOff } = filter;
    const given = [state, assignee, openedBy, aboutId, signedOff, before].map((value) => value ?? null);
    return (await tx.query<Row>(LIST, [...given, limit])).map(paperFrom);
  }

  private async addEntry(
    tx: Tx,
    paperId: string,
    { entryNo, kind, by, at, text, detail }: WrittenEntry,
  ): Promise<void> {
    await tx.query(
      'INSERT INTO paper_entry (paper_id, entry_no, kind, actor, at, text, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [paperId, entryNo, kind, by, at, text, JSON.stringify(detail)],
    );
  }
}

function paperFrom({ aboutKind, aboutId, aboutItem, ...paper }: Row): Paper {
  const about: PaperAbout =
    aboutKind === 'sample_item'
      ? { kind: aboutKind, id: aboutId, itemNo: aboutItem ?? 0 }
      : { kind: aboutKind, id: aboutId };
  return { ...paper, about };
}
