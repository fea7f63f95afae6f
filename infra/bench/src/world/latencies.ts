/** Pairs beginnings with ends by id, whichever becomes known first: an effect can be there before its commit was heard of. */
export class Latencies {
  private readonly beginnings = new Map<string, number>();
  private readonly ends = new Map<string, number>();
  private measured: number[] = [];

  begun(id: string, at: number): void {
    const end = this.ends.get(id);
    if (end === undefined) this.beginnings.set(id, at);
    else this.pair(id, at, end);
  }

  ended(id: string, at: number): void {
    const beginning = this.beginnings.get(id);
    if (beginning === undefined) this.ends.set(id, at);
    else this.pair(id, beginning, at);
  }

  /** All latencies since the last call, once there are so many. */
  async all(count: number, patienceMs: number): Promise<readonly number[]> {
    const deadline = performance.now() + patienceMs;
    while (this.measured.length < count) {
      if (performance.now() > deadline) throw new Error(`only ${this.measured.length} of ${count} came to an end`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.measured.splice(0);
  }

  private pair(id: string, from: number, to: number): void {
    this.beginnings.delete(id);
    this.ends.delete(id);
    this.measured.push(Math.max(0, to - from));
  }
}
