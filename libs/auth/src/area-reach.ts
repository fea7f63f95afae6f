import type { Actor } from './actor.js';
import { maySeePerson } from './actor.js';
import { actorWith, grantsOf } from './grants.js';

/** Where somebody lives or is registered, in [from, to), as codes of areas from the city down. */
export interface DatedPlace {
  readonly city: string;
  readonly district: string;
  readonly town?: string | undefined;
  /** The smallest area known, where it lies below the town. */
  readonly area?: string | undefined;
  readonly from: string;
  readonly to?: string | null | undefined;
}

/** The codes of every area in which somebody is on a date. */
export function areaCodesOn(places: readonly DatedPlace[], date: string): string[] {
  const held = places.filter(({ from, to }) => from <= date && (to === undefined || to === null || date < to));
  const codes = held.flatMap(({ city, district, town, area }) => [city, district, town, area]);
  return [...new Set(codes.filter((code) => code !== undefined))];
}

/** The actor, who reaches the person by each grant that holds in one of the areas. */
export function reachingByArea(actor: Actor, personId: string, areaCodes: readonly string[]): Actor {
  const grants = grantsOf(actor).map((grant) => {
    const { scope } = grant;
    if (scope.areas?.some((area) => areaCodes.includes(area)) !== true) return grant;
    return { ...grant, scope: { ...scope, persons: [...(scope.persons ?? []), personId] } };
  });
  return actorWith(actor, grants);
}

/**
 * Community workers have areas, and services ask about persons: this looks up where a person is, for the callers who need it, and
 * answers the actor as one who reaches that person by name. Each service says from its own projection where people are.
 */
export abstract class AreaReach {
  /** The codes of the areas in which the person is today; empty for somebody unknown. */
  protected abstract areasOf(personId: string): Promise<readonly string[]>;

  /** Everything else about the actor stays as it is; nothing is read for callers without areas. */
  async to(actor: Actor, personId: string | null | undefined): Promise<Actor> {
    if (!personId || !actor.scope.areas?.length || maySeePerson(actor, personId)) return actor;
    return reachingByArea(actor, personId, await this.areasOf(personId));
  }
}
