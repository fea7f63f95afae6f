import type { LocalDate } from '@doorstep/kernel';

/** Service dates `[from, to]` whose claims are to be decided again; `to` absent = without end. */
export interface Window {
  readonly from: LocalDate;
  readonly to: LocalDate | undefined;
}

/** Earlier than any service date: what is one person now was one all the time. */
export const ALWAYS: Window = { from: '1900-01-01' as LocalDate, to: undefined };
