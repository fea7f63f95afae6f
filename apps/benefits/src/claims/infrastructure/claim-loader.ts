import { BOOKS_LOCK } from '../../platform/books-lock.js';
import type { FileGroup, Tx } from '@doorstep/persistence';
import { fileGroupsOf, RaceLostError } from '@doorstep/persistence';
import type { CalendarDay, PersonFacts } from '@doorstep/policy';
import type { PoolState } from '../../budgets/domain/budget-pool.js';
import type { ClaimRows, LoadScope, OriginRow, PersonRow } from '../application/claim-store.port.js';
import type { ClaimRecord } from '../domain/claim.js';
import type { SiteRules } from '../domain/judge.js';
import type { Allowance } from '../../entitlements/domain/allowance.js';
import type { AllowanceSqlRow } from '../../entitlements/infrastructure/allowance-rows.js';
import { ALLOWANCE_COLUMNS, allowanceOf } from '../../entitlements/infrastructure/allowance-rows.js';
import type { ClaimRow, CountedRow, OriginSqlRow } from './claim-rows.js';
import { CLAIM_COLUMNS, claimOf, COUNTED_LINE, countedOf, ORIGIN_COLUMNS, originOf } from './claim-rows.js';
import { BUDGET_COLUMNS, type BudgetSqlRow, poolStateOf } from './budget-rows.js';
import { inOneOrder, loadGroups, ownersElsewhere } from './group-loader.js';

const PEOPLE = `SELECT person_id, facts, decision_number, entitlement_version, worked_out_approvals FROM person WHERE person_id = ANY($1::uuid[])`;
const ORIGINS = `SELECT ${ORIGIN_COLUMNS} FROM claim_origin o WHERE o.origin_id = ANY($1::uuid[])`;
const ORIGINS_SINCE = `SELECT ${ORIGIN_COLUMNS} FROM claim_origin o
  WHERE o.person_id = ANY($1::uuid[]) AND o.service_date >= $2::date`;
/** A person has dozens of them: as one text a person, which the driver need not take apart. */
const COUNTING = `SELECT c.person_id, string_agg(${COUNTED_LINE}, chr(10)) AS claims FROM claim c
  WHERE c.person_id = ANY($1::uuid[]) AND c.service_date >= $2::date AND (c.state IN ('held', 'settled') OR c.slot IS NOT NULL)
  GROUP BY c.person_id`;
const BY_ID = `SELECT ${CLAIM_COLUMNS} FROM claim c WHERE c.claim_id = ANY($1::uuid[])`;
const SITES = `SELECT site_id, version, province, city, district, town, schedule, standard_meal_price_fen::float8, meal_pack_id,
  day_care_pack_id FROM site`;
const BUDGETS = `SELECT ${BUDGET_COLUMNS} FROM budget`;
const ALLOWANCES = `SELECT ${ALLOWANCE_COLUMNS} FROM allowance a WHERE a.person_id = ANY($1::uuid[]) AND a.expires_on >= $2::date`;
const FOREVER = '1900-01-01';
const YEARS = `SELECT (SELECT coalesce(array_agg(year::integer), '{}') FROM calendar_year) AS calendar,
  (SELECT coalesce(array_agg(year::integer), '{}') FROM fiscal_year) AS closed, (SELECT revision FROM policy_revision) AS revision`;
const CALENDAR = `SELECT day::text AS date, kind FROM calendar_day WHERE day >= $1::date`;

/**
 * Reads persons whole: with all their files, and with those whose lots their claims draw on, which may be of a file that was theirs for a
 * time.
 */
export async function loadClaims(tx: Tx, scope: LoadScope, lanes: 'held' | 'none'): Promise<ClaimRows> {
  // Alone and first: what the statements after it see was committed before whoever has the books alone got them.
  await rows(tx, 'share-books', BOOKS_LOCK.shared, []);
  const groups = await fileGroupsOf(tx, scope.personIds);
  const members = groups.flatMap((group) => group.members);
  if (lanes === 'held') assertLanes(tx, members);
  const whole = members.length === 0 ? scope : withPersons(scope, members);
  const found = await loadFiles(tx, whole, groups);
  const owners = await ownersElsewhere(tx, found);
  if (owners.length === 0) return found;
  if (lanes === 'held') assertLanes(tx, owners);
  return loadClaims(tx, withPersons(scope, owners), lanes);
}

function withPersons(scope: LoadScope, more: readonly string[]): LoadScope {
  return { ...scope, personIds: [...new Set([...scope.personIds, ...more])] };
}

function assertLanes(tx: Tx, personIds: readonly string[]): void {
  if (!personIds.every((key) => tx.holds({ space: 'person', key })))
    throw new RaceLostError('files became one person after the lanes were taken');
}

/** A handful of statements, sent without waiting for one another; each is bounded by the persons and dates of the batch. */
async function loadFiles(tx: Tx, scope: LoadScope, groups: readonly FileGroup[]): Promise<ClaimRows> {
  const { personIds, claimsSince } = scope;
  const [people, origins, counting, allowances, sites, budgets, calendar, [years]] = await Promise.all([
    rows<PersonSqlRow>(tx, 'load-people', PEOPLE, [personIds]),
    loadOrigins(tx, scope),
    rows<CountedRow>(tx, 'load-counted-claims', COUNTING, [personIds, claimsSince]),
    rows<AllowanceSqlRow>(tx, 'load-allowances', ALLOWANCES, [personIds, scope.allAllowances ? FOREVER : claimsSince]),
    rows<SiteSqlRow>(tx, 'load-sites', SITES, []),
    rows<BudgetSqlRow>(tx, 'load-budgets', BUDGETS, []),
    rows<CalendarDay>(tx, 'load-calendar', CALENDAR, [claimsSince]),
    rows<YearsRow>(tx, 'load-years', YEARS, []),
  ]);
  return {
    people: peopleOf(people, allowances),
    groups: await loadGroups(
      tx,
      groups,
      new Set(people.filter(({ facts }) => facts !== null).map((row) => row.person_id)),
    ),
    origins: await inOneOrder(tx, origins, groups),
    claims: await loadLatest(tx, origins),
    counted: new Map(counting.map(({ person_id, claims }) => [person_id, countedOf(claims)])),
    sites: new Map(sites.map((row) => [row.site_id, siteOf(row)])),
    calendar,
    calendarYears: years?.calendar ?? [],
    closedYears: years?.closed ?? [],
    budgets: budgets.map(poolStateOf),
    policyRevision: years?.revision ?? 0,
  };
}

export async function lockBudgets(tx: Tx, budgetIds: readonly string[]): Promise<PoolState[]> {
  const text = `SELECT ${BUDGET_COLUMNS} FROM budget WHERE budget_id = ANY($1::uuid[]) ORDER BY budget_id FOR UPDATE`;
  return (await rows<BudgetSqlRow>(tx, 'lock-budgets', text, [budgetIds])).map(poolStateOf);
}

async function loadOrigins(tx: Tx, { originIds, personIds, originsSince }: LoadScope): Promise<OriginRow[]> {
  const [byId, since] = await Promise.all([
    originIds.length > 0 ? rows<OriginSqlRow>(tx, 'load-origins', ORIGINS, [originIds]) : [],
    originsSince ? rows<OriginSqlRow>(tx, 'load-origins-since', ORIGINS_SINCE, [personIds, originsSince]) : [],
  ]);
  const known = new Set(byId.map((row) => row.origin_id));
  return [...byId, ...since.filter((row) => !known.has(row.origin_id))].map(originOf);
}

/** Only these can be changed by what happens to the origins. */
async function loadLatest(tx: Tx, origins: readonly OriginRow[]): Promise<ClaimRecord[]> {
  if (origins.length === 0) return [];
  const claimIds = origins.map((origin) => origin.latestClaimId);
  return (await rows<ClaimRow>(tx, 'load-claims-by-id', BY_ID, [claimIds])).map(claimOf);
}

async function rows<Row extends object>(tx: Tx, name: string, text: string, values: unknown[]): Promise<Row[]> {
  return (await tx.client.query<Row>({ name, text, values })).rows;
}

interface YearsRow {
  readonly calendar: number[];
  readonly closed: number[];
  readonly revision: number;
}

interface PersonSqlRow {
  readonly person_id: string;
  readonly facts: PersonFacts | null;
  readonly decision_number: number;
  readonly entitlement_version: number;
  readonly worked_out_approvals: readonly string[];
}

function peopleOf(people: readonly PersonSqlRow[], allowances: readonly AllowanceSqlRow[]): PersonRow[] {
  const owned = new Map<string, Allowance[]>();
  for (const row of allowances) {
    const list = owned.get(row.person_id);
    if (list) list.push(allowanceOf(row));
    else owned.set(row.person_id, [allowanceOf(row)]);
  }
  return people.map((row) => ({
    personId: row.person_id,
    facts: row.facts ?? undefined,
    counters: { decisionNumber: row.decision_number, entitlementVersion: row.entitlement_version },
    allowances: owned.get(row.person_id) ?? [],
    workedOut: row.worked_out_approvals,
  }));
}

interface SiteSqlRow {
  readonly site_id: string;
  readonly version: number;
  readonly province: string | null;
  readonly city: string;
  readonly district: string;
  readonly town: string;
  readonly schedule: string | null;
  readonly standard_meal_price_fen: number | null;
  readonly meal_pack_id: string | null;
  readonly day_care_pack_id: string | null;
}

function siteOf(row: SiteSqlRow): SiteRules {
  return {
    facts: {
      code: row.site_id,
      ...(row.province === null ? {} : { province: row.province }),
      city: row.city,
      district: row.district,
      town: row.town,
      ...(row.schedule === null ? {} : { schedule: row.schedule }),
      ...(row.standard_meal_price_fen === null ? {} : { standardMealPriceFen: row.standard_meal_price_fen }),
    },
    version: row.version,
    mealPackId: row.meal_pack_id,
    dayCarePackId: row.day_care_pack_id,
  };
}
