import { setImmediate } from 'node:timers/promises';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { Transactions } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import type { ClaimRows } from '../../claims/application/claim-store.port.js';
import { ClaimStore } from '../../claims/application/claim-store.port.js';
import { worldOf } from '../../claims/application/claim-world.js';
import type { ClaimRecord } from '../../claims/domain/claim.js';
import { dueRulesOf } from '../../entitlements/domain/due-rules.js';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import { allowancesAt, claimsUpTo, daysOf, momentOf, reissued } from '../domain/month-world.js';
import { between, replay, type Replayed, type ReplayedDays } from '../domain/replay.js';
import type { Simulation } from '../domain/simulation.js';
import { addPerson, type Tally } from '../domain/tally.js';

type Packs = ReadonlyMap<string, CompiledPack>;

/** Days before the month that a weekly or monthly cap can reach. */
const CAP_DAYS = 37;
/** Longest stretch of deciding after which others get their turn: tills wait for this process too. */
const SLICE_MS = 10;

/** Replays some persons' month with the decision code itself, on what was read; nothing is written. */
@Injectable()
export class ReplayPeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimStore,
    private readonly shelf: PackShelf,
  ) {}

  /** The simulation's sums with these persons added. */
  async execute({ packId, month, tally }: Simulation, packs: Packs, personIds: readonly string[]): Promise<Tally> {
    const days = daysOf(month);
    const scope = {
      personIds,
      originIds: [],
      claimsSince: addDays(days.from, -CAP_DAYS),
      originsSince: days.from,
      allAllowances: true,
    };
    const rows = asOf(await this.transactions.read((tx) => this.claims.load(tx, scope, 'none')), days);
    const sums = structuredClone(tally);
    const counted = this.world(this.reissuedRows(rows, packs, packId, month), personIds, packs, days, () => {
      sums.undecided += 1;
    });
    const unlike = new Set([...cutByBudgets(rows.claims, days), ...rows.groups.flatMap(({ members }) => members)]);
    // Seldom needed, and as much work to build as the other one.
    const today = unlike.size === 0 ? undefined : this.world(rows, personIds, this.shelf.packs, days);
    let slice = performance.now();
    for (const personId of personIds) {
      const after = replay(counted, personId, days);
      // Refused for want of money, or for the sake of another file: compared with what the rules that hold would have given.
      const compared: Replayed[] =
        today && unlike.has(personId) ? between(replay(today, personId, days), after) : after;
      addPerson(sums, compared, (siteId) => rows.sites.get(siteId)?.facts);
      if (performance.now() - slice < SLICE_MS) continue;
      await setImmediate();
      slice = performance.now();
    }
    return sums;
  }

  private world(
    rows: ClaimRows,
    personIds: readonly string[],
    packs: Packs,
    days: ReplayedDays,
    undecided?: () => void,
  ) {
    const decide: typeof this.shelf.decide = (input) => {
      const decision = this.shelf.decide(input);
      if ('later' in decision) undecided?.();
      return decision;
    };
    // A simulation compares rules, file by file; of a person with several on both sides.
    return worldOf({ ...rows, groups: [] }, personIds, { decide, packs }, momentOf(days), []);
  }

  /** Lots and vouchers of the month as the version would have issued them. */
  private reissuedRows(rows: ClaimRows, packs: Packs, packId: string, month: Simulation['month']): ClaimRows {
    const then = packs.get(packId);
    const people = rows.people.map((person) => {
      const { facts } = person;
      const now =
        facts && dueRulesOf({ ...rows, packs: this.shelf.packs }, facts).find((each) => each.packId === packId);
      if (!now || !then) return person;
      return { ...person, allowances: reissued(person.allowances, { now, then }, month, () => uuidv7()) };
    });
    return { ...rows, people };
  }
}

/** As things stood at the end of the days. */
function asOf(rows: ClaimRows, days: ReplayedDays): ClaimRows {
  const claims = new Map<string, ClaimRecord[]>();
  for (const claim of rows.claims) {
    const own = claims.get(claim.personId);
    if (own) own.push(claim);
    else claims.set(claim.personId, [claim]);
  }
  return {
    ...rows,
    people: rows.people.map((person) => ({
      ...person,
      allowances: allowancesAt(person.allowances, claims.get(person.personId) ?? [], days),
    })),
    origins: rows.origins.filter(({ ref }) => ref.serviceDate <= days.to),
    claims: claimsUpTo(rows.claims, days),
    closedYears: [],
  };
}

function cutByBudgets(claims: readonly ClaimRecord[], { from }: ReplayedDays): Set<string> {
  const cut = claims.filter(({ serviceDate, terms }) => serviceDate >= from && terms.reason.startsWith('BUDGET_'));
  return new Set(cut.map(({ personId }) => personId));
}
