import type { PoolState } from '../../budgets/domain/budget-pool.js';
import { BudgetPools } from '../../budgets/domain/budget-pool.js';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { Wallet } from '../../entitlements/domain/wallet.js';
import { BookYears } from '../domain/book-years.js';
import type { ClaimRecord } from '../domain/claim.js';
import { Claim } from '../domain/claim.js';
import type { ClaimWorld } from '../domain/claim-world.js';
import type { RuleBook } from '../domain/judge.js';
import { Origin } from '../domain/origin.js';
import { PersonFile } from '../domain/person-file.js';
import { drawsOf } from '../domain/verdict.js';
import type { ClaimRows, LoadedGroup } from './claim-store.port.js';

const NEW = { decisionNumber: 0, entitlementVersion: 0 };

/** All files of one person as one. Each goes on numbering its own decisions; lots and vouchers are one wallet. */
function fileOf(
  { standing, members, facts }: LoadedGroup,
  people: ClaimRows['people'],
  newId: () => string,
): PersonFile {
  const rows = new Map(people.map((row) => [row.personId, row]));
  const others = members.filter((member) => member !== standing);
  const inOrder = [standing, ...others].flatMap((member) => rows.get(member) ?? []);
  const allowances = inOrder.map((row) => row.allowances);
  const workedOut = [...new Set(inOrder.flatMap((row) => row.workedOut))];
  const wallet = new Wallet(allowances.flat(), workedOut, newId, allowances);
  const counters = new Map(others.map((member) => [member, rows.get(member)?.counters ?? NEW]));
  return new PersonFile(standing, facts, rows.get(standing)?.counters ?? NEW, wallet, counters);
}

/** What a claim drew from a lot of another file, while the two were one person, goes back there. */
function leanOnOwners({ personId, terms }: ClaimRecord, files: ReadonlyMap<string, PersonFile>): void {
  const own = files.get(personId);
  for (const { allowanceId } of drawsOf(terms)) {
    if (!own || own.wallet.holds(allowanceId)) continue;
    const owner = [...files.values()].find(({ wallet }) => wallet.holds(allowanceId));
    if (owner) own.leanOn(owner);
  }
}

/** Fresh domain objects from what was read, so that a batch can be played again after its budgets were locked. */
export function worldOf(
  rows: ClaimRows,
  personIds: readonly string[],
  rules: Pick<RuleBook, 'decide' | 'packs'>,
  now: Date,
  budgets: readonly PoolState[] = rows.budgets,
): ClaimWorld {
  const today = shanghaiDate(now);
  const newId = (): string => uuidv7(now.getTime());
  const files = new Map<string, PersonFile>();
  for (const { personId, facts, counters, allowances, workedOut } of rows.people)
    files.set(personId, new PersonFile(personId, facts, counters, new Wallet(allowances, workedOut, newId)));
  for (const personId of personIds)
    if (!files.has(personId)) files.set(personId, new PersonFile(personId, undefined, NEW));
  for (const group of rows.groups) {
    const file = fileOf(group, rows.people, newId);
    for (const member of group.members) files.set(member, file);
  }
  for (const row of rows.origins) {
    const origin = new Origin(row.ref, row.asked, row.fulfilment, false);
    origin.latestClaimId = row.latestClaimId;
    origin.firstDecisionNumber = row.firstDecisionNumber;
    origin.receiptFen = row.receiptFen;
    origin.isOpening = row.isOpening;
    origin.firstDecidedMs = row.firstDecidedMs;
    files.get(row.ref.personId)?.addOrigin(origin);
  }
  for (const [personId, claims] of rows.counted)
    for (const claim of claims) files.get(personId)?.addCounted(claim, personId);
  for (const record of rows.claims) files.get(record.personId)?.addClaim(Claim.readBack(record));
  for (const record of rows.claims) leanOnOwners(record, files);
  return {
    files,
    pools: new BudgetPools(budgets),
    rules: { ...rules, calendar: rows.calendar, calendarYears: rows.calendarYears, sites: rows.sites },
    years: new BookYears(new Set(rows.closedYears), Number(today.slice(0, 4))),
    now,
    today,
  };
}
