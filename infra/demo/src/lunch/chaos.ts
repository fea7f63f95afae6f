import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoStack } from '../demo-stack.js';
import type { Random } from '../random.js';

const VICTIMS = ['meal-orders', 'benefits', 'day-care', 'registry', 'audit', 'gateway'] as const;

/**
 * Kills one service after the other with SIGKILL, and with it the relay and the consumers inside; every service once, then all again
 * in another order. The next one dies only when all are up again: what is tested is that nothing is lost, not how long a supervisor
 * backs off.
 */
export class Chaos {
  killed = 0;
  private stopped = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly stack: DemoStack,
    private readonly random: Random,
    private readonly say: (line: string) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.stack.untilHealthy();
  }

  private async run(): Promise<void> {
    let round: string[] = [];
    while (!this.stopped) {
      await sleep(500 + this.random.below(1_500));
      if (this.stopped) return;
      if (round.length === 0) round = this.random.shuffled(VICTIMS);
      const victim = round.pop() as string;
      if (this.stack.kill(victim)) {
        this.killed++;
        this.say(`chaos: ${victim} was killed`);
      }
      await this.stack.untilHealthy();
    }
  }
}
