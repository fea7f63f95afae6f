/** How sure somebody wants to be, in percent; the levels that there are factors for. */
export type Confidence = 80 | 90 | 95 | 98 | 99;
