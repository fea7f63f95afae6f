import { createHash } from 'node:crypto';
import type { JoinQuery, JoinRow, JoinView } from '@doorstep/contracts';
import { MOST_JOIN_ROWS } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { eventsUrl } from '../../explorer/application/event-filter.js';
import { Look } from '../../explorer/application/look.js';
import type { RowFault } from '../domain/joins.errors.js';
import type { ListedRow } from '../domain/read-list.js';
import { readList } from '../domain/read-list.js';
import type { Paid, Period } from './join-reader.port.js';
import { JoinReader } from './join-reader.port.js';
import { FindPersons, type Found } from './find-persons.js';
import { RunningJoins } from './running-joins.js';

const AT_ONCE = 250;
const NOTHING: Paid = {
  ...{ claims: 0, amountFen: 0, nearClaims: 0, nearAmountFen: 0, firstOn: null, lastOn: null, claimIds: [] },
};

/** Compares a list that an auditor brings with what was paid. The list is forgotten unless it is to be kept. */
@Injectable()
export class JoinListHandler {
  constructor(
    private readonly look: Look,
    private readonly persons: FindPersons,
    private readonly reader: JoinReader,
    private readonly running: RunningJoins,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is wrong with rows of the list, or the result. @throws JoinsBusyError */
  async execute(csv: string, query: JoinQuery, askedBy: string): Promise<{ faults: RowFault[] } | JoinView> {
    const { rows, faults } = readList(csv, MOST_JOIN_ROWS);
    if (faults.length > 0) return { faults };
    const giveBack = this.running.take();
    try {
      return await this.compare(csv, rows, query, askedBy);
    } finally {
      giveBack();
    }
  }

  private async compare(csv: string, rows: readonly ListedRow[], query: JoinQuery, askedBy: string): Promise<JoinView> {
    const snapshot = await this.look.at(query.snapshot, (_tx, end) => Promise.resolve(end));
    const joined: JoinRow[] = [];
    for (let from = 0; from < rows.length; from += AT_ONCE)
      joined.push(...(await this.join(rows.slice(from, from + AT_ONCE), query, snapshot)));
    const now = this.clock.now();
    return {
      ...{
        joinId: null,
        kind: query.kind,
        listSha256: listHash(csv),
        nearDays: query.nearDays,
        snapshot: snapshot.toString(),
        askedBy,
      },
      ...{ askedAt: now.toISOString(), keptUntil: null, totals: totalsOf(joined), rows: joined },
    };
  }

  private async join(rows: readonly ListedRow[], { nearDays }: JoinQuery, snapshot: bigint): Promise<JoinRow[]> {
    const { found, paid } = await this.look.at(snapshot, async (tx) => {
      const found = await this.persons.of(tx, rows);
      const periods = rows.flatMap(({ from, to }, n): Period[] => {
        const personId = found[n]?.personId;
        return personId ? [{ personId, from, to }] : [];
      });
      return { found, paid: await this.reader.paidIn(tx, periods, snapshot, nearDays) };
    });
    const answers = paid.values();
    return rows.map((row, n) => {
      const { match, personId } = found[n] as Found;
      const own = personId === null ? NOTHING : (answers.next().value ?? NOTHING);
      const filter = { personId: personId ?? undefined, type: 'benefits.claim.settled.v1' };
      const { line, given, from, to } = row;
      const url = personId === null ? null : eventsUrl(filter, snapshot);
      return { line, given, from, to, match, personId, ...own, claimIds: [...own.claimIds], eventsUrl: url };
    });
  }
}

export function listHash(csv: string): string {
  return createHash('sha256').update(csv, 'utf8').digest('hex');
}

function totalsOf(rows: readonly JoinRow[]): JoinView['totals'] {
  const sum = (member: 'claims' | 'amountFen' | 'nearAmountFen'): number =>
    rows.reduce((all, row) => all + row[member], 0);
  const counted = (wanted: (row: JoinRow) => boolean): number => rows.filter(wanted).length;
  return {
    rows: rows.length,
    matched: counted(({ match }) => match === 'exact' || match === 'reference'),
    near: counted(({ match }) => match === 'near'),
    withClaims: counted(({ claims }) => claims > 0),
    ...{ claims: sum('claims'), amountFen: sum('amountFen'), nearAmountFen: sum('nearAmountFen') },
  };
}
