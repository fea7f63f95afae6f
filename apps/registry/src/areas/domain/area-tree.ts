import type { Area, Place } from './area.js';
import { MAY_LIE_IN } from './area.js';

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
    if (area.kind === 'city') return area.parent === null ? undefined : 'AREA.PARENT_NOT_ALLOWED';
    const parent = area.parent === null ? undefined : this.byCode.get(area.parent);
    if (!parent || parent.ended === true) return 'AREA.PARENT_UNKNOWN';
    return MAY_LIE_IN[area.kind].includes(parent.kind) ? undefined : 'AREA.PARENT_WRONG_KIND';
  }

  /**
   * The first part of a place that is not in the tree. People may come from other cities, whose areas nobody here keeps; such a
   * place is taken as it is unless `ownCityOnly`, which also asks where areas lie today. Facts may name where they ever lay.
   */
  problemOfPlace(place: Place, ownCityOnly = false): PlaceProblem | undefined {
    const known = this.byCode.get(place.city)?.kind === 'city';
    if (!known) return ownCityOnly ? { level: 'city', code: place.city } : undefined;
    const lies = (code: string, parent: string) => this.lies(code, parent, ownCityOnly);
    if (!lies(place.district, place.city)) return { level: 'district', code: place.district };
    if (place.town !== undefined && !lies(place.town, place.district)) return { level: 'town', code: place.town };
    return undefined;
  }

  private lies(code: string, parent: string, today: boolean): boolean {
    const area = this.byCode.get(code);
    return area?.parent === parent || (!today && area?.otherParents?.includes(parent) === true);
  }
}
