import type { LocalDate } from '@doorstep/kernel';
import type { AreaKind } from './area.js';
import { MAY_LIE_IN } from './area.js';
import type { AreaHistory } from './area-history.js';
import { followedBy, isOver, onDay } from './area-history.js';
import {
  AreaEndedError,
  AreaExistsError,
  AreaNotFoundError,
  AreaRefusedError,
  LaterChangeError,
} from './area.errors.js';

/** From a grid cell up to the city; the closure in the database goes as deep. */
export const DEEPEST = 12;
const MOST_CHANGES = 100;

export interface NewArea {
  readonly code: string;
  readonly kind: AreaKind;
  readonly name: string;
  readonly parent: string;
  readonly from: LocalDate;
}

/** All areas with their histories. Every change answers the areas that it changed; nothing else does. */
export class AreaRegister {
  private readonly byCode: Map<string, AreaHistory>;

  constructor(
    areas: Iterable<AreaHistory>,
    private readonly today: LocalDate,
  ) {
    this.byCode = new Map([...areas].map((area) => [area.code, area]));
  }

  /** Throws AreaNotFoundError. */
  get(code: string): AreaHistory {
    const area = this.byCode.get(code);
    if (!area) throw new AreaNotFoundError(code);
    return area;
  }

  create({ code, kind, name, parent, from }: NewArea): AreaHistory[] {
    if (this.byCode.has(code)) throw new AreaExistsError(code);
    this.checkParent(code, kind, parent);
    const since = { from, to: null };
    const names = [{ name, ...since }];
    const parents = [{ parent, ...since }];
    return this.put([{ code, version: 1, kind, names, parents, endedOn: null, mergedInto: null }], from);
  }

  rename(code: string, name: string, from: LocalDate): AreaHistory[] {
    const area = this.changeable(code, from);
    checkOrder(area, area.names.at(-1)?.from, from);
    return this.put([{ ...next(area), names: followedBy(area.names, { name, from, to: null }) }], from);
  }

  move(code: string, parent: string, from: LocalDate): AreaHistory[] {
    const area = this.changeable(code, from);
    if (area.kind === 'city') throw new AreaRefusedError('AREA.CITY_STAYS', 'a city lies in nothing', code);
    this.checkParent(code, area.kind, parent);
    return this.put([lyingIn(area, parent, from)], from);
  }

  /** The area lies in its successor from then on, and whatever lay directly in it does so beside it. */
  merge(code: string, into: string, from: LocalDate): AreaHistory[] {
    const area = this.changeable(code, from);
    const successor = this.changeable(into, from);
    if (area.kind === 'city') throw new AreaRefusedError('AREA.CITY_STAYS', 'a city is merged with nothing', code);
    if (successor.kind !== area.kind)
      throw new AreaRefusedError('AREA.OTHER_KIND', 'only areas of one kind are merged', into);
    const inside = [...this.byCode.values()].filter((child) => child.parents.at(-1)?.parent === code);
    const children = inside.map((child) => lyingIn(child, into, from));
    return this.put([{ ...lyingIn(area, into, from), endedOn: from, mergedInto: into }, ...children], from);
  }

  /** The area and everything it lies in on that day, the smallest first; without those that are over. */
  pathOn(code: string, day: string): AreaHistory[] {
    return this.lineOf(code, day).filter((area) => !isOver(area, day));
  }

  /** Everything that a new state says of its area is proven for each day from `from` on. */
  private put(changed: readonly AreaHistory[], from: LocalDate): AreaHistory[] {
    for (const area of changed) {
      if (area.parents.length > MOST_CHANGES || area.names.length > MOST_CHANGES)
        throw new AreaRefusedError('AREA.TOO_MANY_CHANGES', `at most ${MOST_CHANGES} changes of an area`, area.code);
      this.byCode.set(area.code, area);
    }
    const areas = [...this.byCode.values()];
    const days = new Set([from, ...areas.flatMap(({ parents }) => parents.map((each) => each.from))]);
    for (const day of days) if (day >= from) for (const area of areas) this.lineOf(area.code, day);
    return [...changed];
  }

  /** Throws when the line comes back to where it began, or has no end within bounds. */
  private lineOf(code: string, day: string): AreaHistory[] {
    const line: AreaHistory[] = [];
    for (let at = this.byCode.get(code); at; at = this.byCode.get(onDay(at.parents, day)?.parent ?? '')) {
      if (line.includes(at)) throw new AreaRefusedError('AREA.CYCLE', 'an area would lie in itself', code);
      line.push(at);
      if (line.length > DEEPEST) throw new AreaRefusedError('AREA.TOO_DEEP', `at most ${DEEPEST} levels`, code);
    }
    return line;
  }

  private changeable(code: string, from: LocalDate): AreaHistory {
    const area = this.get(code);
    if (from < this.today)
      throw new AreaRefusedError('AREA.FROM_PAST', 'what lay where on a day that is over stays as it was', code);
    if (area.endedOn !== null) throw new AreaEndedError(code, area.endedOn);
    return area;
  }

  private checkParent(code: string, kind: AreaKind, parentCode: string): void {
    const parent = this.byCode.get(parentCode);
    if (!parent) throw new AreaRefusedError('AREA.PARENT_UNKNOWN', 'no such area to lie in', code);
    if (parent.endedOn !== null) throw new AreaEndedError(parentCode, parent.endedOn);
    if (!MAY_LIE_IN[kind].includes(parent.kind))
      throw new AreaRefusedError('AREA.PARENT_WRONG_KIND', `a ${kind} does not lie in a ${parent.kind}`, code);
  }
}

function lyingIn(area: AreaHistory, parent: string, from: LocalDate): AreaHistory {
  checkOrder(area, area.parents.at(-1)?.from, from);
  return { ...next(area), parents: followedBy(area.parents, { parent, from, to: null }) };
}

function next(area: AreaHistory): AreaHistory {
  return { ...area, version: area.version + 1 };
}

function checkOrder({ code }: AreaHistory, lastFrom: string | undefined, from: LocalDate): void {
  if (lastFrom !== undefined && from <= lastFrom) throw new LaterChangeError(code, lastFrom);
}
