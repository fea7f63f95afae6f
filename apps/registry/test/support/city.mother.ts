/** A small city as rows of one import file. */
export const COLUMNS = [
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
  'active',
  'person',
  'person_id',
  'id_number',
  'address',
  'value',
  'valid_from',
  'valid_to',
  'approved_on',
  'first_issued_on',
  'source',
] as const;

export type Cells = Partial<Record<(typeof COLUMNS)[number], string>>;

export const HEADER = COLUMNS.join(',');

export function row(cells: Cells): string {
  return COLUMNS.map((column) => cells[column] ?? '').join(',');
}

export function fileOf(...rows: readonly Cells[]): string {
  return [HEADER, ...rows.map(row)].join('\n');
}

export const AREA_ROWS = [
  HEADER,
  row({ record: 'area', code: 'shenyang', kind: 'city', name: '沈阳市' }),
  row({ record: 'area', code: 'shenbei', kind: 'district', name: '沈北新区', parent: 'shenyang' }),
  row({ record: 'area', code: 'daoyi', kind: 'town', name: '道义街道', parent: 'shenbei' }),
  row({ record: 'area', code: 'huishan', kind: 'town', name: '辉山街道', parent: 'shenbei' }),
];

const PLACE: Cells = { province: 'liaoning', city: 'shenyang', district: 'shenbei', town: 'daoyi' };

export const PUYA: Cells = {
  ...PLACE,
  record: 'site',
  code: 'puya',
  kind: 'canteen',
  name: '蒲雅社区一食堂',
  phone: '00000009001',
  schedule: 'puya',
  standard_meal_price_fen: '1000',
  delivery_fee_fen: '200',
  meal_pack: 'cn-shenyang-shenbei',
  periods: 'lunch 11:00-14:30 cut-off 09:30; dinner 16:00-19:00 cut-off 15:00',
};

export const DAY_CARE: Cells = {
  ...PLACE,
  record: 'site',
  code: 'huishan-day-care',
  kind: 'day_care_centre',
  name: '辉山日间照料中心',
  town: 'huishan',
  day_care_pack: 'cn-daycare-voucher',
  places: '40',
};

export const SITE_ROWS = [row(PUYA), row(DAY_CARE)];

/** An elder who does not exist, under a number of the residents' list. */
export function elder(number: number, more: Cells = {}): Cells {
  const code = String(number).padStart(3, '0');
  return {
    record: 'person',
    person: `R-${code}`,
    person_id: personId(number),
    name: `演示老人${code}`,
    phone: `0007${String(number).padStart(7, '0')}`,
    address: `演示路${number}号`,
    ...more,
  };
}

export function personId(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export function fact(number: number, kind: string, value: string, more: Cells = {}): Cells {
  return { record: 'fact', person: `R-${String(number).padStart(3, '0')}`, kind, value, ...more };
}

export function lives(number: number, town: string, validFrom: string, more: Cells = {}): Cells {
  return fact(number, 'residence', '', { ...PLACE, town, valid_from: validFrom, ...more });
}
