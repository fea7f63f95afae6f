import { z } from 'zod';
import { Code } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/** From the whole city down; each kind lies in the one before it. */
export const AREA_KINDS = ['city', 'district', 'town', 'community'] as const;
export const AreaKind = z.enum(AREA_KINDS);
export type AreaKind = z.infer<typeof AreaKind>;

export const AreaView = z
  .object({ code: Code, kind: AreaKind, name: z.string(), parent: Code.nullable() })
  .meta({ id: 'Area' });
export type AreaView = z.infer<typeof AreaView>;

export const AreaQuery = z.strictObject({
  ...PageQuery.shape,
  kind: AreaKind.optional(),
  /** Only the areas directly inside this one. */
  parent: Code.optional(),
});
export type AreaQuery = z.infer<typeof AreaQuery>;

export const AreaPage = pageOf(AreaView).meta({ id: 'AreaPage' });
export type AreaPage = z.infer<typeof AreaPage>;
