import type { Canteen } from './script.js';

export const OPERATOR: Readonly<Record<Canteen, string>> = {
  puya: 'op-puya',
  minfeng: 'op-minfeng',
  chenxing: 'op-chenxing',
};
export const CARE = 'care-huishan';
/** Requests at once: three canteens with three tills each. */
export const WIDTH = 9;
