/** When, by whom and through which import something was recorded. */
export interface Stamp {
  readonly at: Date;
  /** `<kind>:<subject>` of the actor. */
  readonly by: string;
  readonly importId: string;
}
