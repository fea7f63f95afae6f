import { z } from 'zod';
import { Code, DateField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { AreaKind, AreaState } from './area-recorded.v1.js';

const AreaName = z.string().min(1).max(100);

/** An area as it is on one day. */
export const AreaView = z
  .object({ code: Code, kind: AreaKind, name: z.string(), parent: Code.nullable() })
  .meta({ id: 'Area' });
export type AreaView = z.infer<typeof AreaView>;

/** An area with its whole history: exactly what the event of the same version carried. */
export const AreaHistoryView = z.object(AreaState.shape).meta({ id: 'AreaHistory' });
export type AreaHistoryView = z.infer<typeof AreaHistoryView>;

export const AreaQuery = z.strictObject({
  ...PageQuery.shape,
  kind: AreaKind.optional(),
  /** Only the areas directly inside this one. */
  parent: Code.optional(),
  /** The tree as it is on this date; today when left out. */
  on: DateField.optional(),
});
export type AreaQuery = z.infer<typeof AreaQuery>;

export const AreaPage = pageOf(AreaView).meta({ id: 'AreaPage' });
export type AreaPage = z.infer<typeof AreaPage>;

/** `from` may lie in the past, since nothing belonged to the area before; left out it was always there. */
export const CreateArea = z
  .strictObject({ code: Code, kind: AreaKind, name: AreaName, parent: Code, from: DateField.optional() })
  .meta({ id: 'CreateArea' });
export type CreateArea = z.infer<typeof CreateArea>;

export const RenameArea = z.strictObject({ name: AreaName, from: DateField }).meta({ id: 'RenameArea' });
export type RenameArea = z.infer<typeof RenameArea>;

export const MoveArea = z.strictObject({ parent: Code, from: DateField }).meta({ id: 'MoveArea' });
export type MoveArea = z.infer<typeof MoveArea>;

/** What lay directly in the area lies in `into` from then on. */
export const MergeArea = z.strictObject({ into: Code, from: DateField }).meta({ id: 'MergeArea' });
export type MergeArea = z.infer<typeof MergeArea>;

export const OnQuery = z.strictObject({ on: DateField.optional() });
export type OnQuery = z.infer<typeof OnQuery>;

/** The areas that something lies in on a date, the smallest first. */
export const AreaPaths = z
  .object({
    on: DateField,
    paths: z.array(z.object({ because: z.enum(['area', 'site', 'hukou', 'residence']), areas: z.array(AreaView) })),
  })
  .meta({ id: 'AreaPaths' });
export type AreaPaths = z.infer<typeof AreaPaths>;
