import type { AreaHistoryView } from '@doorstep/contracts';
import { areaKey, AreaRecordedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { AreaHistory } from '../domain/area-history.js';

/** What others are told of an area, by event and by HTTP: the same words. */
export function areaStateOf(area: AreaHistory): AreaHistoryView {
  return {
    ...area,
    names: area.names.map((each) => ({ ...each })),
    parents: area.parents.map((each) => ({ ...each })),
  };
}

export function areaRecorded(area: AreaHistory): NewEvent {
  return newEvent(AreaRecordedV1, areaKey(area.code), areaStateOf(area));
}
