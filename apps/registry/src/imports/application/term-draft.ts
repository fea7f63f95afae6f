import { ClosureReason, Code, DateField, FenField, SiteTermKind, SiteTermValue } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { z } from 'zod';
import type { SiteTermKind as Kind } from '../../sites/domain/site-term.js';
import { RowRefusedError } from '../domain/import.errors.js';
import { kitchenOf, openingOf, roomsOf, stopOf } from '../domain/term-cells.js';
import type { TermDraft } from './import-drafts.js';
import type { ImportRow } from './import-row.js';

const Text = z.string().min(1).max(100);
const Fen = z
  .string()
  .regex(/^(0|[1-9]\d{0,10})$/)
  .transform(Number)
  .pipe(FenField);

export function termDraft(row: ImportRow): TermDraft {
  const kind = row.required('kind', SiteTermKind);
  const read = SiteTermValue.safeParse({ kind, ...READ[kind](row) });
  if (!read.success) throw new RowRefusedError('value', 'IMPORT.VALUE_INVALID', 'a number is out of range');
  return {
    line: row.line,
    siteId: row.required('code', Code),
    dated: {
      from: row.required('valid_from', DateField) as LocalDate,
      to: (row.optional('valid_to', DateField) ?? null) as LocalDate | null,
      term: read.data,
    },
  };
}

const valueOf = (row: ImportRow): string => row.required('value', z.string());

/** One row is one stop; rows of one truck and one day are one timetable. */
function stopsOf(row: ImportRow): object {
  const { weekdays, ...stop } = stopOf(valueOf(row));
  const place = { name: row.required('name', Text), town: row.required('town', Code) };
  return { stops: weekdays.map((weekday) => ({ ...stop, ...place, weekday })) };
}

const READ: Readonly<Record<Kind, (row: ImportRow) => object>> = {
  operator: (row) => ({ company: row.required('value', Code), companyName: row.required('name', Text) }),
  prices: (row) => ({
    schedule: row.optional('schedule', Code) ?? null,
    standardMealPriceFen: row.optional('standard_meal_price_fen', Fen) ?? null,
    deliveryFeeFen: row.optional('delivery_fee_fen', Fen) ?? 0,
  }),
  canteen: (row) => kitchenOf(valueOf(row)),
  day_care: (row) => roomsOf(valueOf(row)),
  stops: stopsOf,
  opening: (row) => ({ hours: openingOf(valueOf(row)) }),
  closure: (row) => ({ reason: row.required('value', ClosureReason) }),
};
