/** From the environment. */
export abstract class LogSettings {
  /** Pause between two looks for new leaves. */
  abstract readonly everyMs: number;
}
