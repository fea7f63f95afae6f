import type { Area, Place } from './area.js';
import { AREA_RANKS } from './area.js';

export type PlaceProblem = { readonly level: 'city' | 'district' | 'town'; readonly code: string };
export type AreaProblem = 'AREA.PARENT_UNKNOWN' | 'AREA.PARENT_WRONG_KIND' | 'AREA.PARENT_NOT_ALLOWED';

/** The areas of the deployment by code. */
export class AreaTree {
  private readonly byCode: ReadonlyMap<string, Area>;

  constructor(areas: Iterable<Area>) {
    this.byCode = new Map([...areas].map((area) => [area.code, area]));
  }

  get(code: string): Area | undefined {
    return this.byCode.get(code);
  }

  /** Whether an area fits where it says it lies. */
  problemOf(area: Area): AreaProblem | undefined {
    const rank = AREA_RANKS.indexOf(area.kind);
    if (rank === 0) return area.parent === null ? undefined : 'AREA.PARENT_NOT_ALLOWED';
    const parent = area.parent === null ? undefined : this.byCode.get(area.parent);
    if (!parent) return 'AREA.PARENT_UNKNOWN';
    return parent.kind === AREA_RANKS[rank - 1] ? undefined : 'AREA.PARENT_WRONG_KIND';
  }

  /**
   * The first part of a place that is not in the tree. People may come from other cities, whose areas nobody here keeps; such a
   * place is taken as it is unless `ownCityOnly`.
   */
  problemOfPlace(place: Place, ownCityOnly = false): PlaceProblem | undefined {
    const known = this.byCode.get(place.city)?.kind === 'city';
    if (!known) return ownCityOnly ? { level: 'city', code: place.city } : undefined;
    if (!this.lies(place.district, place.city)) return { level: 'district', code: place.district };
    if (place.town !== undefined && !this.lies(place.town, place.district)) return { level: 'town', code: place.town };
    return undefined;
  }

  private lies(code: string, parent: string): boolean {
    return this.byCode.get(code)?.parent === parent;
  }
}
