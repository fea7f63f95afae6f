import type { SiteState } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, addMonths, monthOf } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { CalendarTerm } from '@doorstep/policy';
import { closedOn } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { MenuLocks } from '../../menus/application/menu-locks.port.js';
import { siteFactsOf, siteTermsOf } from '../../projections/application/site-terms.js';
import { personFactsOf } from '../../projections/application/person-facts.js';
import type { StoredFact } from '../../projections/application/person-facts.js';
import type { EntitledClaim, KnownClaims, OwnClaim } from '../application/known-claims.js';
import { NO_CLAIMS } from '../application/known-claims.js';
import type { PlacementContext, PlacementWish, StockedDish } from '../application/placement-contexts.port.js';
import { PlacementContexts } from '../application/placement-contexts.port.js';
import { LOCK_DISHES, PLACEMENT_CONTEXT } from './context.sql.js';

interface MenuRow {
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: string;
}

interface ContextRow {
  readonly sites: SiteState[];
  readonly terms: (CalendarTerm & { readonly siteId: string })[];
  readonly menus: (MenuRow & { readonly dishes: StockedDish[] })[];
  readonly endings: (Omit<MenuRow, 'mealPeriod'> & {
    readonly mealPeriod: string | null;
    readonly kind: 'closure' | 'closing';
    readonly reason: string | null;
  })[];
  readonly persons: Record<string, StoredFact[]>;
  /** Of persons with several files: all of them. */
  readonly files: readonly { readonly personId: string; readonly fileId: string; readonly absorbed: boolean }[];
  readonly entitlements: Record<string, Omit<KnownClaims, 'own' | 'entitled'> & { claims: EntitledClaim[] }>;
  readonly own: (OwnClaim & { readonly personId: string })[];
  readonly taken_ids: string[];
}

@Injectable()
export class SqlPlacementContexts extends PlacementContexts {
  constructor(private readonly locks: MenuLocks) {
    super();
  }

  async load(tx: Tx, wishes: readonly PlacementWish[]): Promise<Map<string, PlacementContext>> {
    const values = parametersOf(wishes);
    const locked = this.locks.share(tx, wishes);
    const read = tx.client.query<ContextRow>({ name: 'placement_context', text: PLACEMENT_CONTEXT, values });
    const [{ rows }] = await Promise.all([read, locked]);
    const row = rows[0] as ContextRow;
    await lockLimited(tx, row);
    return new Map(wishes.map((wish) => [wish.orderId, contextOf(row, wish)]));
  }
}

function parametersOf(wishes: readonly PlacementWish[]): unknown[] {
  const menus = [...new Map(wishes.map((wish) => [menuName(wish), wish])).values()];
  const dates = wishes.map(({ serviceDate }) => serviceDate).sort();
  const [first, last] = [dates[0] as LocalDate, dates.at(-1) as LocalDate];
  return [
    [...new Set(wishes.map(({ siteId }) => siteId))],
    menus.map(({ siteId }) => siteId),
    menus.map(({ serviceDate }) => serviceDate),
    menus.map(({ mealPeriod }) => mealPeriod),
    [...new Set(wishes.flatMap(({ dishIds }) => dishIds))],
    wishes.flatMap(({ personId }) => (personId === null ? [] : [personId])),
    addDays(`${monthOf(first)}-01` as LocalDate, -7), // caps of a natural week reach into the month before
    addDays(`${addMonths(monthOf(last), 1)}-01` as LocalDate, 6),
    wishes.map(({ orderId }) => orderId),
    first,
  ];
}

/** Limited dishes are locked, in one order for all, and read again: others may have taken portions meanwhile. */
async function lockLimited(tx: Tx, row: ContextRow): Promise<void> {
  const limited = row.menus.flatMap((menu) =>
    menu.dishes.filter((dish) => dish.quantityLimit !== null).map((dish) => ({ menu, dish })),
  );
  if (limited.length === 0) return;
  const values = [
    limited.map(({ menu }) => menu.siteId),
    limited.map(({ menu }) => menu.serviceDate),
    limited.map(({ menu }) => menu.mealPeriod),
    limited.map(({ dish }) => dish.dishId),
  ];
  const { rows } = await tx.client.query<{
    site_id: string;
    service_date: string;
    meal_period: string;
    dish_id: string;
    taken: number;
  }>({ name: 'lock_dishes', text: LOCK_DISHES, values });
  const fresh = new Map(
    rows.map((dish) => [[dish.site_id, dish.service_date, dish.meal_period, dish.dish_id].join('/'), dish.taken]),
  );
  for (const { menu, dish } of limited)
    dish.taken = fresh.get([menu.siteId, menu.serviceDate, menu.mealPeriod, dish.dishId].join('/')) ?? dish.taken;
}

function contextOf(row: ContextRow, wish: PlacementWish): PlacementContext {
  const site = row.sites.find(({ siteId }) => siteId === wish.siteId);
  const menu = row.menus.find((candidate) => menuName(candidate) === menuName(wish));
  const endings = row.endings.filter(
    (ending) =>
      ending.siteId === wish.siteId &&
      ending.serviceDate === wish.serviceDate &&
      (ending.mealPeriod === null || ending.mealPeriod === wish.mealPeriod),
  );
  const facts = wish.personId === null ? undefined : factsOf(row, wish.personId);
  return {
    site: site && { facts: siteFactsOf(site), mealPackId: site.mealPackId },
    offer: site && {
      site: siteTermsOf(site),
      dishes: menu?.dishes,
      closed: closedFor(endings) ?? calendarDay(row, site, wish),
      ended: endings.some(({ kind }) => kind === 'closing'),
    },
    person: facts && personFactsOf(facts),
    claims: claimsOf(row, wish.personId),
    idTaken: row.taken_ids.includes(wish.orderId),
  };
}

/** A closing of a period or day, which may be called off by nobody; when it ends is not recorded. */
function closedFor(endings: ContextRow['endings']) {
  const closure = endings.find(({ kind }) => kind === 'closure');
  return closure && { reason: closure.reason ?? 'unknown', reopensOn: null };
}

function calendarDay({ terms }: ContextRow, { siteId, moving }: SiteState, { serviceDate }: PlacementWish) {
  const own = terms.filter((term) => term.siteId === siteId);
  return closedOn(own, serviceDate as LocalDate, moving === true);
}

/** The file that stands for the person last: of two dates of birth its own holds. */
function filesOf({ files }: ContextRow, personId: string): string[] {
  const own = files
    .filter((file) => file.personId === personId)
    .sort((a, b) => Number(b.absorbed) - Number(a.absorbed));
  return own.length === 0 ? [personId] : own.map(({ fileId }) => fileId);
}

function factsOf(row: ContextRow, personId: string): StoredFact[] | undefined {
  const known = filesOf(row, personId).flatMap((fileId) => row.persons[fileId] ?? []);
  return filesOf(row, personId).some((fileId) => row.persons[fileId] !== undefined) ? known : undefined;
}

function claimsOf(row: ContextRow, personId: string | null): KnownClaims {
  if (personId === null) return NO_CLAIMS;
  const entitlement = row.entitlements[personId];
  return {
    entitled: entitlement?.claims ?? [],
    own: row.own.filter((claim) => filesOf(row, personId).includes(claim.personId)),
    lots: entitlement?.lots ?? [],
    vouchers: entitlement?.vouchers ?? [],
  };
}

function menuName({ siteId, serviceDate, mealPeriod }: MenuRow): string {
  return `${siteId}/${serviceDate}/${mealPeriod}`;
}
