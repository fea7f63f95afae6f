import { z } from 'zod';
import { Code, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { TenderMeans } from './payment.http.js';

export const TillShiftPath = z.object({ id: Id });
export type TillShiftPath = z.infer<typeof TillShiftPath>;

export const OpenShift = z
  .strictObject({
    id: z.uuidv7().lowercase(),
    siteId: Code,
    tillId: Code,
    openingFloatFen: FenField.max(100_000_000),
  })
  .meta({ id: 'OpenShift' });
export type OpenShift = z.infer<typeof OpenShift>;

export const CloseShift = z.strictObject({ countedCashFen: FenField }).meta({ id: 'CloseShift' });
export type CloseShift = z.infer<typeof CloseShift>;

export const ShiftView = z
  .object({
    id: Id,
    siteId: Code,
    tillId: Code,
    openingFloatFen: FenField,
    openedAt: InstantField,
    /** Float + cash taken - cash given back; of an open shift: as of now. */
    expectedCashFen: SignedFenField,
    countedCashFen: FenField.nullable(),
    differenceFen: SignedFenField.nullable(),
    closedAt: InstantField.nullable(),
    totals: z.array(
      z.object({
        means: TenderMeans,
        tenders: z.int(),
        tenderedFen: FenField,
        refunds: z.int(),
        refundedFen: FenField,
      }),
    ),
  })
  .meta({ id: 'ShiftView' });
export type ShiftView = z.infer<typeof ShiftView>;

export const ShiftQuery = PageQuery.extend({
  siteId: Code.optional(),
  tillId: Code.optional(),
  open: z.enum(['true', 'false']).optional(),
}).strict();
export type ShiftQuery = z.infer<typeof ShiftQuery>;

export const ShiftPage = pageOf(ShiftView).meta({ id: 'ShiftPage' });
export type ShiftPage = z.infer<typeof ShiftPage>;
