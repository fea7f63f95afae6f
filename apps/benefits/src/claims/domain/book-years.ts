/** Which year's accounts a claim's money is booked in. What concerns a closed year goes to the current one. */
export class BookYears {
  constructor(
    private readonly closed: ReadonlySet<number>,
    readonly current: number,
  ) {}

  /** Of a claim that is decided now. */
  yearFor(serviceDate: string): number {
    return this.openOr(Number(serviceDate.slice(0, 4)));
  }

  /** The year itself while it is open. */
  openOr(year: number): number {
    return this.closed.has(year) ? this.current : year;
  }
}
