/** Where an expression stands decides which words it may use. */
export type Scope = 'person' | 'meal' | 'result' | 'care';

export const CATEGORY_CODES = new Set([
  'tekun',
  'dibao',
  'dibao_margin',
  'low_income',
  'entitled',
  'disabled',
  'bereaved',
  'alone',
  'empty_nest',
  'left_behind',
  'no_family',
  'severe_handicap',
  'handicap12_hardship',
  'family_planning',
  'severe_care',
]);

const PLACE: Readonly<Record<string, 'string' | 'int'>> = {
  province: 'string',
  city: 'string',
  district: 'string',
  town: 'string',
};

/** Objects with their fields; `param`, `setting` and `is` are added per pack. */
export const OBJECTS: Readonly<Record<string, Readonly<Record<string, 'string' | 'int'>>>> = {
  hukou: PLACE,
  lives: PLACE,
  place: PLACE,
  site: { ...PLACE, schedule: 'string', standard_meal_price: 'int' },
};

type Plain = Readonly<Record<string, 'int' | 'bool' | 'string'>>;

const PERSON: Plain = {
  date: 'int',
  age: 'int',
  level: 'int',
  weekday: 'int',
  holiday: 'bool',
  statutory_holiday: 'bool',
  makeup_workday: 'bool',
};
const MEAL: Plain = {
  ...PERSON,
  price: 'int',
  payable: 'int',
  delivery_fee: 'int',
  period: 'string',
  channel: 'string',
  menu: 'string',
};

export const VARIABLES: Readonly<Record<Scope, Plain>> = {
  person: PERSON,
  meal: MEAL,
  result: { ...MEAL, subsidy: 'int', delivery: 'int', operator: 'int' },
  care: { ...PERSON, minutes: 'int', fee: 'int' },
};

/** Words with few values: comparing them with anything else is a spelling mistake. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  period: ['breakfast', 'lunch', 'dinner'],
  channel: ['dine_in', 'takeaway', 'delivery'],
  menu: ['set', 'alacarte'],
};

/** Signature and cost of the functions; nothing else may be called. Integers are fen, bp or counts. */
export const FUNCTIONS: Readonly<Record<string, { readonly signature: string; readonly cost: number }>> = {
  bp: { signature: 'bp(int, int): int', cost: 2 },
  min: { signature: 'min(int, int): int', cost: 1 },
  max: { signature: 'max(int, int): int', cost: 1 },
  ceil_div: { signature: 'ceil_div(int, int): int', cost: 2 },
  category: { signature: 'category(string): bool', cost: 8 },
};

/** Facts about a person that an expression can touch; decides which fact ids a decision names. */
export type FactKind = 'birth' | 'hukou' | 'lives' | 'level';

export const FACT_OF: Readonly<Record<string, FactKind>> = {
  age: 'birth',
  hukou: 'hukou',
  lives: 'lives',
  level: 'level',
};
export const CALENDAR_WORDS = new Set(['holiday', 'statutory_holiday', 'makeup_workday']);
