/** One document of a pack: its file name and text. */
export interface PackSource {
  readonly file: string;
  readonly text: string;
  /** First day on which it no longer holds, when a later version took over. */
  readonly until?: string;
}
