/** Service dates `[from, to]` whose decisions are made again. */
export interface ServiceDates {
  readonly from: string;
  readonly to: string;
}
