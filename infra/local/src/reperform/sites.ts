import type { EventData } from '@doorstep/contracts';
import { SiteRecordedV1 } from '@doorstep/contracts';
import type { SiteFacts } from '@doorstep/policy';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

export type SiteState = EventData<typeof SiteRecordedV1>;

/** Every state that the log has of every site. */
export class Sites {
  private readonly states = new Map<string, { readonly state: SiteState; readonly time: string }[]>();

  note(event: LoggedEvent): void {
    const state = dataOf(event, SiteRecordedV1);
    if (!state) return;
    this.states.set(state.siteId, [...(this.states.get(state.siteId) ?? []), { state, time: event.time }]);
  }

  /** The version that was recorded; where none was, the last state that the log has from before the decision. */
  find(siteId: string, version: number | null | undefined, decidedAt: string): SiteState | undefined {
    const states = this.states.get(siteId) ?? [];
    const decided = Date.parse(decidedAt);
    const found =
      typeof version === 'number'
        ? states.find(({ state }) => state.version === version)
        : states.findLast(({ time }) => Date.parse(time) <= decided);
    return found?.state;
  }

  /** Packs in use in a city, as its sites say at last, in a stable order. */
  packsOf(city: string): string[] {
    const latest = [...this.states.values()].flatMap((states) => states.at(-1)?.state ?? []);
    const ids = latest
      .filter((state) => state.city === city)
      .flatMap((state) => [state.mealPackId, state.dayCarePackId]);
    return [...new Set(ids)].filter((id) => id !== null).sort();
  }
}

export function siteFacts(state: SiteState): SiteFacts {
  const { siteId, province, city, district, town, schedule, standardMealPriceFen } = state;
  return {
    code: siteId,
    ...(province !== null && { province }),
    city,
    district,
    town,
    ...(schedule !== null && { schedule }),
    ...(standardMealPriceFen !== null && { standardMealPriceFen }),
  };
}
