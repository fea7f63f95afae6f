import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** From the whole city down. A town is a street or township; grid cells lie in each other as deep as a city wants. */
export const AREA_KINDS = ['city', 'district', 'town', 'community', 'grid_cell'] as const;
export const AreaKind = z.enum(AREA_KINDS);
export type AreaKind = z.infer<typeof AreaKind>;

/** Each holds in [from, to), the oldest first. */
export const DatedAreaName = z.object({ name: z.string().min(1).max(100), from: DateField, to: DateField.nullable() });
export const DatedAreaParent = z.object({ parent: Code, from: DateField, to: DateField.nullable() });

const MOST_CHANGES = 100;

export const AreaState = z.looseObject({
  code: Code,
  version: z.int().min(1),
  kind: AreaKind,
  names: z.array(DatedAreaName).min(1).max(MOST_CHANGES),
  /** Which area it lies in. What was merged lies in its successor. */
  parents: z.array(DatedAreaParent).max(MOST_CHANGES),
  /** The first day on which it is no area of its own any more. */
  endedOn: DateField.nullable(),
  mergedInto: Code.nullable(),
});
export type AreaState = z.infer<typeof AreaState>;

/** The record key: apart from the ids of sites, which share the topic. */
export function areaKey(code: string): string {
  return `area:${code}`;
}

export const AreaRecordedV1 = defineEvent({
  type: 'registry.area.recorded.v1',
  topic: TOPICS.registrySite,
  summary: 'An area with all its names and all it ever lay in; the highest version counts.',
  data: AreaState,
});
