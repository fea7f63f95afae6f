/** A second place for checkpoints, on another disk or machine: what was said once cannot be taken back unseen. */
export abstract class CheckpointCopies {
  /** The newest one; undefined when there is none. */
  abstract last(): Promise<string | undefined>;
  /** Keeps it beside all earlier ones. */
  abstract keep(note: string): Promise<void>;
}
