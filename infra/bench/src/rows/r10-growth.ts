import { uuidv7 } from '@doorstep/kernel';
import type { Lab } from '../harness/lab.js';
import { costRow } from '../harness/results.js';
import type { Round, Row, RowResult } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { median } from '../harness/statistics.js';
import { GrownCity } from '../world/grown-city.js';

/** One thing that must cost the same however much lies behind it. */
interface Deed {
  readonly what: string;
  readonly times: number;
  /** Does it once. `turn` is unlike any before in the same city. @throws Error when what came out is wrong */
  readonly once: (city: GrownCity, turn: number) => Promise<number>;
}

/** Each answers how many pieces it did: claims come in batches, everything else one by one. */
const DEEDS: readonly Deed[] = [
  { what: 'a claim in a batch', times: 3, once: (city, turn) => city.decide(turn) },
  { what: 'quote', times: 40, once: (city, turn) => city.quote(turn) },
  { what: 'balance at a date', times: 15, once: (city) => city.balance() },
  { what: 'idle relay tick', times: 200, once: (city) => city.tick() },
  { what: 'proof build', times: 200, once: (city) => city.prove() },
];

class Growing implements Side {
  private turns = 0;

  constructor(
    private readonly deed: Deed,
    private readonly city: GrownCity,
    /** Measured in the same round and only reported. */
    private readonly between?: Growing,
  ) {}

  async measure(): Promise<Sample> {
    const value = await this.microseconds();
    return { value, ...(this.between && { middle: await this.between.microseconds() }) };
  }

  /** What came out was looked at each time; here once more what is there in all. */
  check(): Promise<string[]> {
    return this.city.check();
  }

  private async microseconds(): Promise<number> {
    const times: number[] = [];
    for (let n = 0; n < this.deed.times; n++) {
      const started = performance.now();
      const pieces = await this.deed.once(this.city, this.turns++);
      times.push(((performance.now() - started) * 1_000) / pieces);
    }
    return median(times);
  }
}

async function measureDeed(
  lab: Lab,
  deed: Deed,
  cities: readonly GrownCity[],
): Promise<{ result: RowResult; violations: readonly string[] }> {
  const [small, large] = [cities[0] as GrownCity, cities.at(-1) as GrownCity];
  const middle = cities.length > 2 ? cities[1] : undefined;
  const wanted = lab.size(3, 1);
  const show = ({ value }: Sample): string => `${deed.what} ${value.toFixed(0)} µs`;
  const options = { rounds: wanted, limitMs: 30_000, say: lab.say, show };
  const ours = new Growing(deed, large, middle && new Growing(deed, middle));
  const { rounds, violations } = await interleave(ours, new Growing(deed, small), options);
  const note = middle && `${deed.what}: ${middleOf(rounds)} µs with ${middle.rows.toLocaleString('en-US')} rows`;
  const what = { id: 'R10', what: deed.what, unit: 'µs', ...(note !== undefined && { note }) };
  return { result: costRow(what, rounds, wanted, { ratioAtMost: 1.3 }), violations };
}

function middleOf(rounds: readonly Round[]): string {
  return median(rounds.map((round) => round.ours['middle'] as number)).toFixed(0);
}

export const growthRow: Row = {
  id: 'R10',
  title: 'what things cost with a long history against a short one',
  async run(lab) {
    const sizes = lab.quick ? [4_000, 12_000] : [10_000, 100_000, lab.size(1_000_000, 0, 10_000_000)];
    const people = Array.from({ length: lab.size(256, 64) }, () => uuidv7());
    const cities: GrownCity[] = [];
    for (const size of sizes) {
      lab.say(`  a history of ${size.toLocaleString('en-US')} rows …`);
      cities.push(await GrownCity.open(lab, size, people));
    }
    const results: RowResult[] = [];
    const violations: string[] = [];
    for (const deed of DEEDS) {
      const measured = await measureDeed(lab, deed, cities);
      results.push(measured.result);
      violations.push(...measured.violations);
    }
    return { results, violations };
  },
};
