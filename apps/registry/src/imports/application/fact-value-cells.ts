import type { ImportColumn } from '@doorstep/contracts';
import { CategoryCode, Code, DateField } from '@doorstep/contracts';
import { z } from 'zod';
import type { FactValue } from '../../people/domain/person-fact.js';
import { FactRefusedError } from '../../people/domain/person-fact.errors.js';
import { RowRefusedError } from '../domain/import.errors.js';
import type { ImportRow } from './import-row.js';

const FactKind = z.enum([
  'birth',
  'death',
  'hukou',
  'residence',
  'category',
  'ability_level',
  'stay',
  'application',
] satisfies FactValue['kind'][]);
const Level = z
  .string()
  .regex(/^-?\d{1,3}$/)
  .transform(Number);
const PLACE: readonly ImportColumn[] = ['province', 'city', 'district', 'town'];
const APPLICATION: readonly ImportColumn[] = ['approved_on', 'first_issued_on'];

/** The value of a fact row: `value` holds a date, a code or a level; a place is spread over its columns. */
export function factValueOf(row: ImportRow): FactValue {
  const kind = row.required('kind', FactKind);
  const isPlace = kind === 'hukou' || kind === 'residence';
  refuseFilled(row, [...(isPlace ? ['value' as const] : PLACE), ...(kind === 'application' ? [] : APPLICATION)]);
  switch (kind) {
    case 'birth':
      return { kind, bornOn: row.required('value', DateField) };
    case 'death':
      return { kind, diedOn: row.required('value', DateField) };
    case 'hukou':
    case 'residence':
      return { kind, place: placeOf(row) };
    case 'category':
      return { kind, category: row.required('value', CategoryCode) };
    case 'ability_level':
      return { kind, level: levelOf(row) };
    case 'stay':
      return { kind, stay: row.required('value', z.enum(['hospital', 'institution'])) };
    case 'application':
      return applicationOf(row);
  }
}

function placeOf(row: ImportRow): { province?: string; city: string; district: string; town?: string } {
  const [province, town] = [row.optional('province', Code), row.optional('town', Code)];
  return {
    ...(province !== undefined && { province }),
    city: row.required('city', Code),
    district: row.required('district', Code),
    ...(town !== undefined && { town }),
  };
}

function levelOf(row: ImportRow): number {
  const level = row.required('value', Level);
  if (level < 0 || level > 4)
    throw new FactRefusedError('PERSON_FACT.LEVEL_OUT_OF_RANGE', 'ability levels go from 0 to 4');
  return level;
}

/** The day of applying is `valid_from`: from then on the application counts. */
function applicationOf(row: ImportRow): FactValue {
  const approvedOn = row.optional('approved_on', DateField);
  const firstIssuedOn = row.optional('first_issued_on', DateField);
  return {
    kind: 'application',
    for: row.required('value', Code),
    appliedOn: row.required('valid_from', DateField),
    ...(approvedOn !== undefined && { approvedOn }),
    ...(firstIssuedOn !== undefined && { firstIssuedOn }),
  };
}

function refuseFilled(row: ImportRow, columns: readonly ImportColumn[]): void {
  for (const column of columns)
    if (row.text(column) !== undefined)
      throw new RowRefusedError(column, 'IMPORT.COLUMN_NOT_ALLOWED', 'this kind of fact leaves the column empty');
}
