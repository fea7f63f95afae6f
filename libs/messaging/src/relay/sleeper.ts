/** A pause that can be cut short. A wake that comes while nobody sleeps is kept for the next pause. */
export class Sleeper {
  private awake = false;
  private wakeUp: (() => void) | undefined;

  wake(): void {
    this.awake = true;
    this.wakeUp?.();
  }

  /** True when it was cut short. */
  async sleep(milliseconds: number): Promise<boolean> {
    if (!this.awake)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const woken = this.awake;
    this.wakeUp = undefined;
    this.awake = false;
    return woken;
  }
}
