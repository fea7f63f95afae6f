import { sha256 } from '../world/proof-log.js';
import { costRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { median } from '../harness/statistics.js';
import { ProofLog } from '../world/proof-log.js';

/** Of a tree of a million leaves. */
const PATH = 20;
/** Input of one hash of a node: a byte and two hashes. */
const NODE_BYTES = 65;

/** Proofs are built beforehand from the tiles in the folder; measured is what a verifier does with each. */
class VerifyingSide implements Side {
  private proofs: { readonly index: number; readonly entry: Buffer; readonly proof: string }[] = [];

  constructor(
    private readonly log: ProofLog,
    private readonly count: number,
  ) {}

  async measure(): Promise<Sample> {
    const builds: number[] = [];
    this.proofs = [];
    for (let n = 0; n < this.count; n++) {
      const index = Math.floor(Math.random() * this.log.size);
      const started = performance.now();
      const proof = await this.log.proof(index);
      builds.push((performance.now() - started) * 1_000);
      this.proofs.push({ index, entry: this.log.entry(index), proof });
    }
    const times = await timesOf(this.proofs, ({ entry, proof }) => this.log.verify(entry, proof));
    return { value: median(times), buildUs: median(builds) };
  }

  /** Each was verified, or measuring had broken off; each that is changed in one place must be refused. */
  async check(): Promise<string[]> {
    const violations: string[] = [];
    for (const { index, entry, proof } of this.proofs.slice(0, 50)) {
      const changed = [
        this.log.verify(entry, withOtherHash(proof, index % PATH)),
        this.log.verify(this.log.entry((index + 1) % this.log.size), proof),
      ];
      for (const result of await Promise.allSettled(changed))
        if (result.status === 'fulfilled') violations.push(`I20: a false proof of leaf ${index} was believed`);
    }
    return violations;
  }
}

/** The least that anybody must compute: the hashes of a path and one signature. */
class BareSide implements Side {
  private done = 0;

  constructor(
    private readonly log: ProofLog,
    private readonly count: number,
  ) {}

  async measure(): Promise<Sample> {
    const node = Buffer.alloc(NODE_BYTES, 1);
    this.done = 0;
    const times = await timesOf(Array.from({ length: this.count }), async () => {
      for (let height = 0; height < PATH; height++) sha256(node).copy(node, 1);
      if (await this.log.verifySignature()) this.done += 1;
    });
    return { value: median(times) };
  }

  check(): Promise<string[]> {
    return Promise.resolve(this.done === this.count ? [] : [`${this.count - this.done} signatures were not verified`]);
  }
}

/** Microseconds of each piece. Their median is what one costs; a neighbour who takes the processor for a while is in the few longest. */
async function timesOf<T>(pieces: readonly T[], work: (piece: T) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const piece of pieces) {
    const started = performance.now();
    await work(piece);
    times.push((performance.now() - started) * 1_000);
  }
  return times;
}

/** The first character of one hash of the path becomes another. */
export function withOtherHash(proof: string, at: number): string {
  const lines = proof.split('\n');
  const first = 2;
  const place = first + (at % (lines.indexOf('') - first));
  const hash = lines[place] as string;
  lines[place] = (hash.startsWith('A') ? 'B' : 'A') + hash.slice(1);
  return lines.join('\n');
}

export const proofsRow: Row = {
  id: 'R8',
  title: `verifying a proof of inclusion against ${PATH} bare hashes and one signature; building one from tiles`,
  async run(lab) {
    const leaves = lab.size(1_000_000, 70_000);
    lab.say(`  a log of ${leaves} leaves …`);
    const log = await ProofLog.open(lab, leaves);
    const wanted = lab.size(7, 2);
    const count = lab.size(2_000, 200);
    const show = ({ value }: Sample): string => `${value.toFixed(1)} µs`;
    const options = { rounds: wanted, limitMs: 30_000, say: lab.say, show };
    const sides = [new VerifyingSide(log, count), new BareSide(log, count)] as const;
    const { rounds, violations } = await interleave(...sides, options);
    const note = `${leaves} leaves; text of the proof read, path hashed, checkpoint opened with its signature; random leaves`;
    const results = [
      costRow({ id: 'R8', what: 'proof, verify', unit: 'µs', note }, rounds, wanted, { ratioAtMost: 1.3 }),
      buildRow(rounds, wanted),
    ];
    return { results, violations };
  },
};

function buildRow(rounds: Parameters<typeof costRow>[1], wanted: number) {
  const own = rounds.map(({ ours, drift }) => ({ ours, drift, discarded: false }));
  const what = { id: 'R8', what: 'proof, build from tiles', unit: 'µs' };
  return costRow(what, own, wanted, { figure: 'buildUs', oursAtMost: 1_000 });
}
