/** Which cells each kind of record fills. Every other cell of its row stays empty. */
export const RECORDS = ['area', 'site', 'term', 'person', 'fact'] as const;
export type RecordKind = (typeof RECORDS)[number];

interface RecordForm {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const FORM: Readonly<Record<RecordKind, RecordForm>> = {
  area: { required: ['code', 'kind', 'name'], optional: ['parent'] },
  site: {
    required: ['code', 'kind', 'name', 'city', 'district', 'town'],
    optional: [
      'phone',
      'province',
      'schedule',
      'standard_meal_price_fen',
      'delivery_fee_fen',
      'meal_pack',
      'day_care_pack',
      'periods',
      'places',
      'active',
    ],
  },
  term: {
    required: ['code', 'kind', 'valid_from'],
    optional: ['value', 'valid_to', 'name', 'town', 'schedule', 'standard_meal_price_fen', 'delivery_fee_fen'],
  },
  person: { required: ['name'], optional: ['person', 'person_id', 'id_number', 'phone', 'address'] },
  fact: {
    required: ['kind'],
    optional: [
      'person',
      'person_id',
      'value',
      'province',
      'city',
      'district',
      'town',
      'valid_from',
      'valid_to',
      'approved_on',
      'first_issued_on',
      'source',
    ],
  },
};

export function isRecordKind(text: string): text is RecordKind {
  return (RECORDS as readonly string[]).includes(text);
}
