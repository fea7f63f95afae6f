/** From the environment. */
export abstract class DensitySettings {
  /** How long a number may be missing below one that has arrived before it is called a gap. */
  abstract readonly graceMs: number;
  /** Pause between two looks. */
  abstract readonly everyMs: number;
}
