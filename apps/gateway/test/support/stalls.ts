/** How long this process did not get to run although it wanted to. */
export class Stalls {
  stoodStillMs = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.stoodStillMs += Math.max(0, now - this.last - 20);
    this.last = now;
  }, 10);

  stop(): void {
    clearInterval(this.timer);
  }
}
