/** What one side reached in one round. `value` is what is compared; further figures are kept beside it. */
export interface Sample {
  readonly value: number;
  readonly [figure: string]: number;
}
