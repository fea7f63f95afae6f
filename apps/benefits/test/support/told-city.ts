import type { PersonFactValue } from '@doorstep/contracts';
import {
  BudgetOpenedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonUnmergedV1,
} from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { LogRecord } from '@doorstep/local-stack';
import type { NewEvent, ReceivedEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { decide } from '@doorstep/policy';
import { BudgetPools } from '../../src/budgets/domain/budget-pool.js';
import { careHappening, type CareEvent } from '../../src/claims/api/care-happening.js';
import { mealHappening, type MealOrderEvent } from '../../src/claims/api/meal-happening.js';
import { claimEvents } from '../../src/claims/application/claim-events.js';
import { BookYears } from '../../src/claims/domain/book-years.js';
import { ClaimBook } from '../../src/claims/domain/claim-book.js';
import { movementsOf } from '../../src/claims/domain/claim-movements.js';
import { PersonFile } from '../../src/claims/domain/person-file.js';
import type { Window } from '../../src/claims/domain/window.js';
import { ALWAYS } from '../../src/claims/domain/window.js';
import { capWindow } from '../../src/corrections/domain/cap-window.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';
import { datesTouchedBy, type FactRecord, personFacts } from '../../src/people/domain/person-facts.js';
import type { DatedFact } from '../../src/people/domain/parting.js';
import { siteEvents } from './city.js';
import { joinedFile, partedFiles } from './joined-files.js';
import { activated } from './announced.js';
import { releasedPack } from './packs.js';
import { budgetOf, CARE, MEALS, sites } from './world.mother.js';

const CARD = 'cn-taiyuan-card';
const PACKS = [MEALS, CARE, CARD];
const cause = () => ({ actor: 'client:benefits', correlationId: 'test', causationId: uuidv7() });
const rules = { decide, packs: new Map(PACKS.map((packId) => [packId, releasedPack(packId)])), calendar: [], sites };

/** The service's own claims, wallets, budgets and corrections in memory, with a log of all that was told. */
export class ToldCity {
  readonly log: LogRecord[] = [];
  readonly balances = new Map<string, number>();
  readonly pool;
  today = '2026-08-20' as LocalDate;
  private readonly files = new Map<string, PersonFile>();
  private readonly facts = new Map<string, FactRecord[]>();
  /** When each order was first decided. */
  private readonly firsts = new Map<string, number>();
  private readonly lotOwners = new Map<string, string>();
  /** All that was ever believed. */
  private history: DatedFact[] = [];
  private readonly issuedAt = new Map<string, Date>();
  private readonly mergedOn = new Map<string, LocalDate>();
  private readonly pools: BudgetPools;
  private minutes = 0;

  constructor(poolFen: number) {
    for (const packId of PACKS) this.tell('benefits', activated(packId));
    for (const event of siteEvents()) this.tell('registry', event);
    const state = budgetOf(poolFen);
    this.pools = new BudgetPools([state]);
    this.pool = this.pools.get(state.budgetId);
    const funders = [{ funder: 'city', amountFen: poolFen }];
    const { budgetId, packId, area, year, amountFen, reservedFen, version, purpose } = state;
    const opened = { budgetId, packId, funder: 'city', funders, area, year, amountFen, reservedFen, version, purpose };
    this.tell('benefits', newEvent(BudgetOpenedV1, budgetId, { ...opened, at: this.now.toISOString() }));
    this.move('funder:city:2026:granted', 'funder:city:2026:available', poolFen);
  }

  get now(): Date {
    return new Date(shanghaiInstant(this.today, '09:00').getTime() + this.minutes * 1_000);
  }

  person(): string {
    const personId = uuidv7();
    const wallet = new Wallet([], [], uuidv7);
    this.files.set(personId, new PersonFile(personId, undefined, { decisionNumber: 0, entitlementVersion: 0 }, wallet));
    this.facts.set(personId, []);
    return personId;
  }

  /** A fact is learnt, and what it touches is decided again. */
  learn(personId: string, value: PersonFactValue, validFrom: LocalDate): string {
    const record = { factId: uuidv7(), personId, value, validFrom, validTo: null, recordedAt: this.now.toISOString() };
    this.history.push({ ...record, retractedAt: null });
    const { value: fact, ...told } = record;
    this.tell('registry', newEvent(PersonFactRecordedV1, personId, { ...told, fact }));
    this.believe(personId, [...(this.facts.get(personId) ?? []), record], record);
    return record.factId;
  }

  retract(personId: string, factId: string): void {
    const known = this.facts.get(personId) ?? [];
    const gone = known.find((each) => each.factId === factId);
    if (!gone) throw new Error('never learnt');
    const data = { personId, factId, reason: 'mistake', recordedAt: this.now.toISOString() };
    this.tell('registry', newEvent(PersonFactRetractedV1, personId, data));
    this.history = this.history.map((each) =>
      each.factId === factId ? { ...each, retractedAt: data.recordedAt } : each,
    );
    this.believe(
      personId,
      known.filter((each) => each !== gone),
      gone,
    );
  }

  /** An event of an order, booking or stay arrives, alone in its batch; what became possible again is decided again. */
  happen(service: 'meal-orders' | 'day-care', event: NewEvent): void {
    const received = this.tell(service, event);
    const happening =
      service === 'day-care'
        ? careHappening(received as ReceivedEvent<CareEvent>)
        : mealHappening(received as ReceivedEvent<MealOrderEvent>);
    if (!happening) throw new Error('guests claim nothing');
    const { ended, relearnt } = this.batch((book) => book.apply(happening));
    const { personId } = happening.ref;
    for (const { record } of ended)
      this.redecide(personId, capWindow({ from: record.serviceDate, to: record.serviceDate }), 'claim_ended');
    for (const { window, why } of relearnt) this.redecide(personId, window, why);
  }

  /** Both files are one person: one history, one wallet, and each numbers its own decisions. */
  merge(into: string, other: string): string {
    const mergeId = uuidv7();
    this.mergedOn.set(mergeId, this.today);
    const told = { personId: other, intoPersonId: into, mergeId, recordedAt: this.now.toISOString() };
    this.tell('registry', newEvent(PersonMergedV1, other, { ...told, mergedOn: this.today }));
    const joined = joinedFile(this.files.get(into) as PersonFile, this.files.get(other) as PersonFile, this.lotOwners);
    this.believeAll(joined);
    for (const file of [into, other]) this.files.set(file, joined);
    this.redecide(other, ALWAYS, 'merged');
    return mergeId;
  }

  part(mergeId: string, [into, other]: readonly [string, string]): void {
    const told = { personId: other, fromPersonId: into, mergeId, recordedAt: this.now.toISOString() };
    this.tell('registry', newEvent(PersonUnmergedV1, other, told));
    for (const file of partedFiles(this.files.get(into) as PersonFile, [into, other], this.lotOwners)) {
      this.believeAll(file);
      this.files.set(file.personId, file);
    }
    const members = [into, other];
    const facts = this.history.filter(({ personId }) => members.includes(personId));
    const since = this.mergedOn.get(mergeId) ?? this.today;
    const issued = [...this.issuedAt].flatMap(([allowanceId, at]) =>
      at < shanghaiInstant(since, '00:00') ? [] : { allowanceId, issuedAt: at.toISOString() },
    );
    this.batch((book) => book.part({ members, since, facts, issued }, cause()));
  }

  /** What each file has at the end, in money: lots and vouchers, and claims that stand. Without ids, which differ from run to run. */
  standing(): string[] {
    const lines = [...this.files.values()].flatMap((file, n) => [
      ...file.wallet.all
        .filter(({ amountFen }) => amountFen > 0)
        .map((each) => [n, each.kind, each.month, each.amountFen, each.leftFen, each.lapsedFen, each.usableFrom]),
      ...file
        .allClaims()
        .filter(({ live }) => live)
        .map(({ record, terms, state }) => [n, record.serviceDate, record.kind, state, terms.reason, terms.subsidyFen]),
    ]);
    return lines.map((line) => line.join(' ')).sort();
  }

  private believeAll(file: PersonFile): void {
    const facts = file.memberIds.flatMap((member) => this.facts.get(member) ?? []);
    if (facts.length > 0) file.believe(personFacts(facts, file.personId));
  }

  startDay(day: LocalDate): void {
    this.today = day;
    this.minutes = 0;
    for (const personId of this.files.keys()) this.batch((book) => book.startDay(personId, day));
  }

  private believe(personId: string, facts: FactRecord[], touched: FactRecord): void {
    this.facts.set(personId, facts);
    this.believeAll(this.files.get(personId) as PersonFile);
    this.redecide(personId, capWindow(datesTouchedBy(touched)), 'late_facts');
  }

  private redecide(personId: string, window: Window, why: string): void {
    this.batch((book) => {
      book.redecide(personId, window, cause(), why);
      book.entitle(personId);
    });
  }

  private batch(play: (book: ClaimBook) => void) {
    const { files, pools, now, today } = this;
    const book = new ClaimBook({ files, pools, rules, years: new BookYears(new Set(), 2026), now, today });
    for (const file of files.values())
      for (const origin of file.allOrigins()) origin.firstDecidedMs = this.firsts.get(origin.ref.originId);
    play(book);
    for (const { wallet } of files.values())
      for (const { allowanceId } of wallet.added)
        if (!this.issuedAt.has(allowanceId)) this.issuedAt.set(allowanceId, now);
    for (const { claim } of book.changes)
      if (!this.firsts.has(claim.record.originId)) this.firsts.set(claim.record.originId, now.getTime());
    for (const event of claimEvents(book.changes, [], now)) this.tell('benefits', event);
    for (const { postings } of movementsOf(book.changes))
      for (const { from, to, fen } of postings) this.move(from, to, fen);
    return { ended: book.endedClaims, relearnt: book.toDecideAgain };
  }

  private tell(service: string, { definition, key, data, meta }: NewEvent): ReceivedEvent {
    definition.data.parse(data);
    const source = `${service}/0/1`;
    const sequence = this.log.filter((record) => record.source === source).length + 1;
    this.minutes += 1;
    const [id, time] = [uuidv7(), this.now.toISOString()];
    const { actor = 'client:test', correlationId = 'test', causationId } = meta ?? {};
    const envelope = {
      ...{ actor, correlationid: correlationId, data, dataschema: 'urn:test', datacontenttype: 'application/json' },
      ...{ id, previous: '0', sequence: String(sequence), source, specversion: '1.0', subject: key, time },
      type: definition.type,
      ...(causationId !== undefined && { causationid: causationId }),
    };
    const bytes = Buffer.from(JSON.stringify(envelope));
    this.log.push({ source, sequence, bytes });
    const place = { topic: definition.topic.name, partition: 0, offset: '0', source, sequence: BigInt(sequence) };
    return { ...place, id, key, type: definition.type, time, actor, correlationId, data, bytes, overdue: false };
  }

  private move(from: string, to: string, fen: number): void {
    this.balances.set(from, (this.balances.get(from) ?? 0) - fen);
    this.balances.set(to, (this.balances.get(to) ?? 0) + fen);
  }
}
