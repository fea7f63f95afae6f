import type { LocalDate } from '@doorstep/kernel';
import type { CategoryFact, PackSettings } from '../model.js';

/** A place as expressions see it: missing parts are empty strings, so that nothing ever equals a missing part by accident. */
export interface PlaceView {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly town: string;
}

export const NOWHERE: PlaceView = { province: '', city: '', district: '', town: '' };

export interface SiteView extends PlaceView {
  readonly schedule: string;
  /** Fen; 0 = the district filed none. */
  readonly standard_meal_price: number;
}

const NO_SITE: SiteView = { ...NOWHERE, schedule: '', standard_meal_price: 0 };
const NONE: readonly CategoryFact[] = [];

/** What the compiled expressions of one decision read. One object per decision; always the same shape, so that reads stay fast. */
export class Context {
  date: LocalDate = '' as LocalDate;
  /** 20260101, so that dates compare as integers. */
  dateNumber = 0;
  age = 0;
  level = 0;
  weekday = 0;
  holiday = false;
  statutory_holiday = false;
  makeup_workday = false;
  hukou: PlaceView = NOWHERE;
  lives: PlaceView = NOWHERE;
  site: SiteView = NO_SITE;
  settings: PackSettings | undefined = undefined;
  categories: readonly CategoryFact[] = NONE;
  price = 0;
  payable = 0;
  delivery_fee = 0;
  period = '';
  channel = '';
  menu = '';
  subsidy = 0;
  delivery = 0;
  operator = 0;
  minutes = 0;
  fee = 0;
}

export type IntExpr = (context: Context) => number;
export type BoolExpr = (context: Context) => boolean;
