import { stringify } from 'csv-stringify/sync';

/** A row of the file for `POST /registry/v1/imports`. */
export type ImportRow = Readonly<Record<string, string | number | undefined>>;

const COLUMNS = [
  'record',
  'code',
  'kind',
  'name',
  'parent',
  'phone',
  'province',
  'city',
  'district',
  'town',
  'schedule',
  'standard_meal_price_fen',
  'delivery_fee_fen',
  'meal_pack',
  'day_care_pack',
  'periods',
  'places',
  'person',
  'person_id',
  'id_number',
  'address',
  'value',
  'valid_from',
  'valid_to',
  'source',
];

export function importCsv(rows: readonly ImportRow[]): string {
  return stringify([...rows], { header: true, columns: COLUMNS });
}
