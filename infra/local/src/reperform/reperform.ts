import type { CalendarYearView } from '@doorstep/contracts';
import { localDate } from '@doorstep/kernel';
import type { Ask } from './ask.js';
import { RefusedError } from './ask.js';
import type { ServiceDates } from './service-dates.js';
import { ClaimHistory } from './claim-history.js';
import { ClaimStory } from './claim-story.js';
import type { KnownCalendar } from './decide-again.js';
import { Findings } from './findings.js';
import { Ledger } from './ledger.js';
import { addedSince, compareBooks, compareStatements } from './live-books.js';
import type { LoggedEvent } from './logged-event.js';
import { personOf, readEvent, UnreadableRecordError } from './logged-event.js';
import type { LogReading, LogRecord } from './log-reading.js';
import { Merges } from './merges.js';
import { Payments } from './payments.js';
import { PersonBuckets } from './person-buckets.js';
import { PersonKin } from './person-kin.js';
import { playTogether } from './play-together.js';
import { PersonLog } from './person-log.js';
import { RuleBook } from './rule-book.js';
import { Sites } from './sites.js';
import { Statements } from './statements.js';
import type { StoryTools } from './story-tools.js';
import { ClosedYears } from './years.js';

export interface Wish {
  readonly log: LogReading;
  readonly dates: ServiceDates;
  /** The running services, for the calendar and for the books; absent when only the log is there. */
  readonly ask?: Ask | undefined;
}

export interface Outcome {
  readonly findings: Findings;
  /** Whether ledger, budgets and statements were compared with the tables, or why not. */
  readonly books: string;
}

/**
 * Decides everything again that the log records, and rebuilds the books from it. Shares the rule engine with the services, and none of
 * their code around it.
 */
export async function reperform({ log, dates, ask }: Wish): Promise<Outcome> {
  const reading = new Reading();
  try {
    for await (const record of log) reading.take(record);
    const { findings, ledger } = reading;
    const calendar = await calendarOf(reading.years, ask);
    const city = { rules: reading.rules, sites: reading.sites, calendar };
    const { closed } = reading;
    const { merges, buckets, together } = reading;
    const tools = { city, ledger, dates, findings, closed };
    for await (const [personId, events] of buckets.people()) {
      findings.count('people');
      const [first, ...others] = merges.everWith(personId) ?? [personId];
      // Files that were one person at any time are taken up together, after all others.
      if (others.length > 0) for (const event of events) together.add(first ?? personId, event);
      else play([[personId, events]], merges, tools);
    }
    for await (const [, events] of together.people()) play(byPerson(events), merges, tools);
    return { findings, books: await books(reading, ask) };
  } finally {
    reading.buckets.close();
    reading.together.close();
  }
}

function play(
  files: readonly (readonly [personId: string, events: readonly LoggedEvent[]])[],
  merges: Merges,
  tools: StoryTools,
): void {
  const played = new Map(
    files.map(([personId, events]) => [personId, { person: new PersonLog(events), history: new ClaimHistory() }]),
  );
  playTogether(
    [...played].map(([personId, file]) => new ClaimStory(file, new PersonKin(personId, played, merges), tools)),
  );
}

function byPerson(events: readonly LoggedEvent[]): [personId: string, events: LoggedEvent[]][] {
  const files = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const personId = personOf(event) ?? '';
    const own = files.get(personId);
    if (own) own.push(event);
    else files.set(personId, [event]);
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first way through the log: what concerns the city is kept, what concerns persons is sorted by them. */
class Reading {
  readonly findings = new Findings();
  readonly rules = new RuleBook();
  readonly sites = new Sites();
  readonly ledger = new Ledger();
  readonly statements = new Statements();
  readonly payments = new Payments(this.findings);
  readonly closed = new ClosedYears();
  readonly merges = new Merges();
  readonly buckets = new PersonBuckets();
  readonly together = new PersonBuckets();
  readonly years = new Set<number>();
  /** The last number of each source. */
  readonly read = new Map<string, number>();

  take({ source, sequence, bytes }: LogRecord): void {
    const place = `${source} ${sequence}`;
    this.findings.count('records');
    this.read.set(source, sequence);
    if (bytes === 'missing') return this.findings.differs(place, 'record', 'missing', 'a number without a gap');
    if (bytes === 'altered') return this.findings.differs(place, 'record', 'altered', 'as it was journalled');
    if (bytes === 'erased') {
      this.findings.count('erased');
      if (source.startsWith('benefits/')) this.findings.count('erasedOfBenefits');
      return;
    }
    try {
      const event = readEvent(place, bytes);
      if (event) this.sort(event);
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      this.findings.differs(place, 'record', error.message, 'an event of its contract');
    }
  }

  private sort(event: NonNullable<ReturnType<typeof readEvent>>): void {
    const personId = personOf(event);
    if (personId === null) return;
    if (personId !== undefined) {
      this.buckets.add(personId, event);
      const { serviceDate } = event.data as { readonly serviceDate?: string };
      if (serviceDate !== undefined) this.years.add(Number(serviceDate.slice(0, 4)));
      return;
    }
    for (const keeper of [
      this.rules,
      this.sites,
      this.ledger,
      this.statements,
      this.payments,
      this.closed,
      this.merges,
    ])
      keeper.note(event);
  }
}

/** No event tells the holiday calendar: it is asked for as it is now. Without a service nothing is known of it. */
async function calendarOf(years: ReadonlySet<number>, ask: Ask | undefined): Promise<KnownCalendar> {
  const views = await Promise.all(
    [...years].map(async (year) => {
      try {
        return await ask?.<CalendarYearView>(`/benefits/v1/calendar/${year}`);
      } catch (error) {
        if (error instanceof RefusedError && error.status === 404) return undefined;
        throw error;
      }
    }),
  );
  const known = views.filter((view) => view !== undefined);
  return {
    days: known.flatMap(({ days }) => days.map(({ date, kind }) => ({ date: localDate(date), kind }))),
    years: known.map(({ year }) => year),
  };
}

async function books({ findings, ledger, statements, payments, read }: Reading, ask: Ask | undefined): Promise<string> {
  if (!ask) return 'not compared: only the log is there';
  await compareStatements(ask, statements, payments, findings);
  const { erasedOfBenefits } = findings.counts;
  if (erasedOfBenefits > 0)
    return `ledger and budgets not compared: ${erasedOfBenefits} records that moved money may be erased`;
  await compareBooks(ask, ledger, findings);
  const added = await addedSince(ask, read);
  return added === 0 ? 'compared' : `compared while ${added} records came in: run it again when nothing moves`;
}
