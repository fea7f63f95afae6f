import { AreaKind, Code, FenField, Id, SiteView, SourceRef } from '@doorstep/contracts';
import { z } from 'zod';
import { datedFact } from '../../people/domain/person-fact.js';
import { checkedSite } from '../../sites/domain/site.js';
import { RowRefusedError } from '../domain/import.errors.js';
import { periodsOf } from '../domain/period-cell.js';
import type { AreaDraft, FactDraft, PersonDraft, PersonKey, SiteDraft } from './import-drafts.js';
import type { ImportRow } from './import-row.js';
import { factValueOf } from './fact-value-cells.js';

const Text = z.string().min(1).max(100);
const WholeNumber = z
  .string()
  .regex(/^(0|[1-9]\d{0,10})$/)
  .transform(Number);
const Fen = WholeNumber.pipe(FenField);
const Places = WholeNumber.pipe(SiteView.shape.places);
const YesNo = z.enum(['yes', 'no']).transform((text) => text === 'yes');
/** Of a bureau's list. Never an ID number: the reference is kept outside the vault. */
const ExternalRef = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
  .refine((text) => !/\d{15}|\d{17}[\dXx]/.test(text));
const IdNumber = z.string().regex(/^[0-9A-Z]{6,18}$/);
const Phone = z.string().regex(/^\+?[0-9][0-9 -]{2,24}$/);

export function areaDraft(row: ImportRow): AreaDraft {
  const area = {
    code: row.required('code', Code),
    kind: row.required('kind', AreaKind),
    name: row.required('name', Text),
    parent: row.optional('parent', Code) ?? null,
  };
  return { line: row.line, area };
}

export function siteDraft(row: ImportRow): SiteDraft {
  const site = checkedSite({
    siteId: row.required('code', Code),
    siteKind: row.required('kind', SiteView.shape.siteKind),
    name: row.required('name', Text),
    phone: row.optional('phone', Phone) ?? null,
    province: row.optional('province', Code) ?? null,
    city: row.required('city', Code),
    district: row.required('district', Code),
    town: row.required('town', Code),
    schedule: row.optional('schedule', Code) ?? null,
    standardMealPriceFen: row.optional('standard_meal_price_fen', Fen) ?? null,
    deliveryFeeFen: row.optional('delivery_fee_fen', Fen) ?? 0,
    mealPackId: row.optional('meal_pack', Code) ?? null,
    dayCarePackId: row.optional('day_care_pack', Code) ?? null,
    periods: periodsOf(row.text('periods')),
    places: row.optional('places', Places) ?? 0,
    active: row.optional('active', YesNo) ?? true,
  });
  return { line: row.line, site };
}

export function personDraft(row: ImportRow): PersonDraft {
  const identity = {
    name: row.required('name', Text),
    idNumber: row.optional('id_number', IdNumber) ?? null,
    phone: row.optional('phone', Phone) ?? null,
    address: row.text('address') ?? null,
  };
  return { line: row.line, ...personKey(row), identity };
}

export function factDraft(row: ImportRow): FactDraft {
  const fact = datedFact(
    factValueOf(row),
    row.optional('valid_from', z.iso.date()),
    row.optional('valid_to', z.iso.date()),
  );
  return { line: row.line, ...personKey(row), fact, source: row.optional('source', SourceRef) ?? null };
}

function personKey(row: ImportRow): PersonKey {
  const key = { personId: row.optional('person_id', Id), externalRef: row.optional('person', ExternalRef) };
  if (key.personId === undefined && key.externalRef === undefined)
    throw new RowRefusedError(
      'person',
      'IMPORT.COLUMN_REQUIRED',
      'a row about a person names them by person or person_id',
    );
  return key;
}
