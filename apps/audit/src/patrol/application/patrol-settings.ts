/** From the environment. */
export abstract class PatrolSettings {
  /** Pause between two looks. */
  abstract readonly everyMs: number;
  /** Records in one look. */
  abstract readonly records: number;
}
