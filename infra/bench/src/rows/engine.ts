import { decide } from '@doorstep/policy';
import type { Decision, DecideInput } from '@doorstep/policy';
import type { Lab } from '../harness/lab.js';
import { ratioRow, reportedRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { engineCases, unmeasuredPacks } from '../world/engine-cases.js';
import type { EngineCase } from '../world/engine-cases.js';

/** Decisions of a pack between two looks at the clock: all its people once. */
type Measured = Readonly<Record<string, number>>;

/** Each pack in turn for a while. What counts is the slowest: whichever pack that is, it is the most complex one. */
class DecidingCore implements Side {
  constructor(
    private readonly cases: readonly EngineCase[],
    private readonly eachMs: number,
  ) {}

  async measure(): Promise<Sample> {
    const perPack: Measured = Object.fromEntries(
      this.cases.map(({ name, inputs }) => [name, decisionsPerSecond(inputs, this.eachMs)]),
    );
    return Promise.resolve({ value: Math.min(...Object.values(perPack)), ...perPack });
  }

  async check(): Promise<string[]> {
    return Promise.resolve(this.cases.flatMap(({ name, inputs }) => checkDecisions(name, inputs)));
  }
}

/** By the processor time of this program, its collector of garbage included: what neighbours take is not the engine's. */
function decisionsPerSecond(inputs: readonly DecideInput[], forMs: number): number {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  let decisions = 0;
  while (performance.now() - started < forMs) {
    for (const input of inputs) decide(input);
    decisions += inputs.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  return (decisions * 1_000_000) / (user + system);
}

/** Every input is decided, the same each time, and its money adds up; and most are paid for, or little would have been worked out. */
export function checkDecisions(name: string, inputs: readonly DecideInput[]): string[] {
  const decisions = inputs.map((input) => decide(input));
  const wrong: string[] = [];
  let paid = 0;
  for (const [n, decision] of decisions.entries()) {
    if (JSON.stringify(decide(inputs[n] as DecideInput)) !== JSON.stringify(decision))
      wrong.push(`${name}: the same input was decided in two ways`);
    if ('later' in decision) wrong.push(`${name}: not decided, ${decision.later}`);
    else {
      if (!addsUp(decision)) wrong.push(`${name}: the parts of ${JSON.stringify(decision)} do not add up`);
      if (decision.outcome !== 'deny' && decision.subsidyFen > 0) paid += 1;
    }
  }
  if (paid < inputs.length / 2) wrong.push(`${name}: only ${paid} of ${inputs.length} were paid for`);
  return [...new Set(wrong)];
}

function addsUp({ grossFen, discountFen, subsidyFen, selfPayFen, shares }: Decision): boolean {
  const shared = shares.reduce((sum, { fen }) => sum + fen, 0);
  return discountFen + subsidyFen + selfPayFen === grossFen && shared === subsidyFen && selfPayFen >= 0;
}

async function measureCases(lab: Lab, explain: boolean, wanted: number) {
  const cases = engineCases(explain);
  const show = ({ value }: Sample): string => `${Math.round(value)} decisions/s at the slowest pack`;
  const options = { rounds: wanted, limitMs: 40_000, say: lab.say, show };
  const measured = await interleave(new DecidingCore(cases, lab.size(400, 25)), undefined, options);
  return { ...measured, slowest: slowestOf(measured.rounds.at(-1)?.ours, cases) };
}

function slowestOf(sample: Sample | undefined, cases: readonly EngineCase[]): string {
  return cases.map(({ name }) => name).find((name) => sample?.[name] === sample?.value) ?? 'unknown';
}

export const engineRow: Row = {
  id: 'ENGINE',
  title: 'decisions a second of one core, of whichever released pack takes longest',
  async run(lab) {
    const wanted = lab.size(5, 2);
    const plain = await measureCases(lab, false, wanted);
    const explained = await measureCases(lab, true, lab.size(3, 1));
    const missing = unmeasuredPacks().map((pack) => `the pack ${pack} is not among those measured`);
    const note = `slowest pack ${plain.slowest}; ten earlier claims, a wallet lot and a voucher each; by processor time`;
    const what = { id: 'ENGINE', what: 'decisions, slowest pack', unit: '/s', note };
    const explaining = { id: 'ENGINE', what: 'explained decisions', unit: '/s' };
    const results = [
      ratioRow(what, plain.rounds, wanted, { oursAtLeast: 50_000 }),
      reportedRow(explaining, explained.rounds, { figure: 'value', good: 'good: 2,000 /s' }),
    ];
    return { results, violations: [...missing, ...plain.violations, ...explained.violations] };
  },
};
