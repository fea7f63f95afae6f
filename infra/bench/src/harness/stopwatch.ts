import type { CpuMeter } from './cpu-meter.js';
import type { Sample } from './sample.js';

/** Clock and processor time of one measurement. */
export class Stopwatch {
  private readonly cpu: ReadonlyMap<string, number>;
  private readonly started: number;

  constructor(private readonly meter: CpuMeter) {
    this.cpu = meter.read();
    this.started = performance.now();
  }

  /** Units a second, and microseconds of processor time a unit: of all programs together (`cpuUs`) and of each. */
  stop(units: number, ended: number = performance.now()): Sample {
    const costs = [...this.meter.read()].map(
      ([name, ms]) => [`cpuUs ${name}`, Math.round(((ms - (this.cpu.get(name) ?? 0)) * 1_000) / units)] as const,
    );
    const cpuUs = costs.reduce((sum, [, cost]) => sum + cost, 0);
    return { value: (units * 1_000) / (ended - this.started), units, cpuUs, ...Object.fromEntries(costs) };
  }
}
