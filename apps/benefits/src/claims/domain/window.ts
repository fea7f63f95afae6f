import type { LocalDate } from '@doorstep/kernel';

/** Service dates `[from, to]` whose claims are to be decided again; `to` absent = without end. */
export interface Window {
  readonly from: LocalDate;
  readonly to: LocalDate | undefined;
}
