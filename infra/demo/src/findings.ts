/** Collects differences; a run is right when there are none. */
export class Findings {
  readonly differences: string[] = [];
  checks = 0;

  equal(what: string, actual: unknown, expected: unknown): void {
    this.checks++;
    const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (left !== right) this.differences.push(`${what}: ${left} instead of ${right}`);
  }

  truth(what: string, holds: boolean): void {
    this.equal(what, holds, true);
  }
}
