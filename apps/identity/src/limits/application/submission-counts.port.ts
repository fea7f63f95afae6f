/** How often something came in a window of time. The windows of a key begin with its first submission. */
export abstract class SubmissionCounts {
  /** Counts one; undefined while there is room, otherwise the seconds until there is again, and then it is not counted. */
  abstract count(key: Buffer, limit: number, windowSeconds: number): Promise<number | undefined>;
}
