import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type pg from 'pg';
import { costRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { median } from '../harness/statistics.js';
import { migrationsOf } from '../servers/apps.js';
import { AuditWorld } from '../world/audit-world.js';
import { auditorsDay } from '../world/auditors-day.js';
import { fillJournal } from '../world/journal-history.js';

const LIMIT = 50;

interface Question {
  readonly name: string;
  readonly query: string;
  /** What the journal itself counts, over the facts `f`. */
  readonly where: string;
  /** Each filter finds many, and both together nothing: the hardest question of all. */
  readonly isEmpty?: boolean;
}

interface Page {
  readonly items: readonly { readonly journalIndex: string }[];
}

/** From what half of all events answer to what only one does: each wants another index. */
function questionsOf(person: string, day: LocalDate): Question[] {
  const next = addDays(day, 1);
  const [from, to] = [day, next].map((date) => `'${date}'::date::timestamp AT TIME ZONE 'Asia/Shanghai'`);
  return [
    { name: 'a site', query: 'siteId=site-7', where: `f.site_id = 'site-7'` },
    { name: 'a site, newest first', query: 'siteId=site-7&order=desc', where: `f.site_id = 'site-7'` },
    {
      name: 'a kind of one site',
      query: 'type=benefits.claim.denied.v1&siteId=site-5',
      where: `f.site_id = 'site-5' AND f.stream_id = (SELECT stream_id FROM journal_stream WHERE type LIKE '%denied%')`,
    },
    {
      name: 'a kind and a site that never meet',
      query: 'type=benefits.claim.denied.v1&siteId=site-4',
      where: `f.site_id = 'site-4' AND f.reason = 'DAY_CAP'`,
      isEmpty: true,
    },
    { name: 'a reason', query: 'reason=DAY_CAP', where: `f.reason = 'DAY_CAP'` },
    { name: 'a rare actor', query: 'actor=staff:rare', where: `f.actor = 'staff:rare'` },
    { name: 'a rare till', query: 'tillId=till-rare', where: `f.till_id = 'till-rare'` },
    { name: 'a rare amount', query: 'minFen=800000', where: 'f.amount_fen >= 800000' },
    { name: 'a rare area', query: 'area=area-rare', where: `f.area = 'area-rare'` },
    {
      name: 'a rare kind',
      query: 'type=registry.site.recorded.v1',
      where: `f.stream_id = (SELECT stream_id FROM journal_stream WHERE type = 'registry.site.recorded.v1')`,
    },
    {
      name: 'a funder',
      query: 'funder=city',
      where: `EXISTS (SELECT FROM journal_share AS s WHERE s.journal_index = f.journal_index AND s.funder = 'city')`,
    },
    {
      name: 'no funder',
      query: 'without=funder',
      where: 'NOT EXISTS (SELECT FROM journal_share AS s WHERE s.journal_index = f.journal_index)',
    },
    { name: 'a rare person', query: `personId=${person}`, where: `f.person_id = '${person}'` },
    {
      name: 'large amounts of a day',
      query: `minFen=1000&from=${day}&to=${next}`,
      where: `f.amount_fen >= 1000 AND f.at >= ${from} AND f.at < ${to}`,
    },
  ];
}

/** The first page of every question in turn; what counts is the one that takes longest. */
class Asking implements Side {
  private readonly found = new Map<Question, readonly string[]>();

  constructor(
    private readonly world: AuditWorld,
    private readonly owner: pg.Pool,
    private readonly questions: readonly Question[],
    private readonly times: number,
  ) {}

  async measure(): Promise<Sample> {
    const times: Record<string, number> = {};
    for (const question of this.questions) {
      const each: number[] = [];
      for (let n = 0; n < this.times; n++) {
        const started = performance.now();
        const { items } = await this.world.get<Page>(`/v1/events?${question.query}&limit=${LIMIT}`);
        each.push(performance.now() - started);
        this.found.set(
          question,
          items.map(({ journalIndex }) => journalIndex),
        );
      }
      times[question.name] = median(each);
    }
    return { value: Math.max(...Object.values(times)), ...times };
  }

  /** The page is what a plain look at all facts gives. */
  async check(): Promise<string[]> {
    const violations: string[] = [];
    for (const [{ name, query, where, isEmpty = false }, found] of this.found) {
      const order = query.includes('order=desc') ? 'DESC' : 'ASC';
      const sql = `SELECT f.journal_index::text AS index FROM journal_fact f WHERE ${where}
        ORDER BY f.at ${order}, f.journal_index ${order} LIMIT ${LIMIT}`;
      const { rows } = await this.owner.query<{ index: string }>(sql);
      const wanted = rows.map(({ index }) => index);
      if ((wanted.length === 0) !== isEmpty) violations.push(`${name}: ${wanted.length} events`);
      if (wanted.join() !== found.join()) violations.push(`${name}: another page than the journal's own`);
    }
    return violations;
  }
}

export const explorerRow: Row = {
  id: 'EXPLORER',
  title: 'the first page of events by a filter, whichever takes longest',
  async run(lab) {
    const events = lab.size(100_000, 5_000, 10_000_000);
    const database = await lab.database('explorer_audit', await migrationsOf('audit'));
    const owner = await lab.ownerPool(database);
    lab.say(`  a journal of ${events.toLocaleString('en-US')} events …`);
    const person = uuidv7();
    await fillJournal(owner, events, person);
    const world = await AuditWorld.open(lab, { database, prefix: await lab.topics('explorer') });
    const day = addDays(shanghaiDate(new Date()), -200);
    const asking = new Asking(world, owner, questionsOf(person, day), lab.size(5, 1));
    const wanted = lab.size(5, 1);
    const show = ({ value }: Sample): string => `${value.toFixed(1)} ms`;
    const options = { rounds: wanted, limitMs: 40_000, say: lab.say, show };
    const { rounds, violations } = await interleave(asking, undefined, options);
    const rest = await auditorsDay(world);
    await world.close();
    const note = `${events.toLocaleString('en-US')} events; whole request without the socket; slowest: ${slowestOf(rounds.at(-1)?.ours)}; ${rest}`;
    const what = { id: 'EXPLORER', what: 'first page, slowest filter', unit: 'ms', note };
    return { results: [costRow(what, rounds, wanted, { oursAtMost: 100 })], violations };
  },
};

function slowestOf(sample: Sample | undefined): string {
  const { value, ...times } = sample ?? { value: 0 };
  return Object.keys(times).find((name) => (times as Record<string, number>)[name] === value) ?? 'unknown';
}
