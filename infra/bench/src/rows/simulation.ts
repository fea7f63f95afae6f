import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor } from '@doorstep/auth';
import { addMonths, monthOf, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { ROOT } from '@doorstep/local-stack';
import { costRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import type { Sample } from '../harness/sample.js';
import { PACK } from '../world/city-events.js';
import { ClaimsApp } from '../world/claims-app.js';
import { FEN, fillMonth, LUNCHES } from '../world/eaten-month.js';

const AUTHOR: Actor = { kind: 'staff', subject: 'author-1', roles: ['policy_author'], scope: { all: true } };
const MONTH = addMonths(monthOf(shanghaiDate(new Date())), -1);
/** What the draft gives to the older half instead. */
const NEW_FEN = 400;
const PATIENCE_MS = 600_000;
/** Of minutes; looking more often would take from what is measured. */
const LOOK_MS = 500;

interface Simulation {
  readonly simulationId: string;
  readonly state: string;
  readonly peopleDone: number;
  readonly result: Readonly<Record<string, unknown>>;
}

/** A draft is tried on everybody's last month, from asking for it until the sums are there. */
class Trying implements Side {
  private last: Simulation | undefined;

  constructor(
    private readonly app: ClaimsApp,
    private readonly policyId: string,
    private readonly people: number,
  ) {}

  async measure(): Promise<Sample> {
    const url = `/v1/policies/${this.policyId}/simulations`;
    const started = performance.now();
    const { simulationId } = await this.app.post<Simulation>(url, AUTHOR, { month: MONTH });
    for (;;) {
      this.last = await this.app.get<Simulation>(`${url}/${simulationId}`, AUTHOR);
      const seconds = (performance.now() - started) / 1_000;
      if (!['queued', 'running'].includes(this.last.state)) return { value: seconds };
      if (seconds * 1_000 > PATIENCE_MS) throw new Error(`${this.last.peopleDone} people after ${seconds} s`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  check(): Promise<string[]> {
    const { people } = this;
    const winners = people / 2;
    const beforeFen = winners * LUNCHES * (FEN.older + FEN.younger);
    const gainedFen = winners * LUNCHES * (NEW_FEN - FEN.older);
    const publicMoney = { beforeFen, afterFen: beforeFen + gainedFen };
    const claims = people * LUNCHES;
    const wanted = { people, winners, losers: 0, gainedFen, lostFen: 0, claims, changedClaims: claims / 2, undecided: 0, publicMoney }; // prettier-ignore
    const got = Object.entries(wanted).map(([name, value]) => [name, value, this.last?.result[name]] as const);
    const wrong = got.filter(([, value, found]) => JSON.stringify(value) !== JSON.stringify(found));
    return Promise.resolve([
      ...(this.last?.state === 'done' ? [] : [`the simulation is ${String(this.last?.state)}`]),
      ...wrong.map(([name, value, found]) => `${name} ${JSON.stringify(found)} instead of ${JSON.stringify(value)}`),
    ]);
  }
}

/** The released rules from next year on, with a larger discount. */
function draft(): string {
  const next = Number(MONTH.slice(0, 4)) + 2;
  return readFileSync(join(ROOT, 'apps/benefits/packs', PACK, '2020-01-01.yaml'), 'utf8')
    .replace('ruleVersion: 1', 'ruleVersion: 2')
    .replace('effective: { from: 2020-01-01 }', `effective: { from: ${next}-01-01 }`)
    .replace('puya80: { unit: fen, value: 300', `puya80: { unit: fen, value: ${NEW_FEN}`);
}

export const simulationRow: Row = {
  id: 'SIMULATION',
  title: "a draft of rules tried on everybody's last month",
  async run(lab) {
    const people = lab.size(100_000, 1_000);
    lab.say(`  ${people.toLocaleString('en-US')} people, ${LUNCHES} lunches each …`);
    const app = await ClaimsApp.open(lab, [uuidv7()], 'simulation');
    await fillMonth(app.owner, { people, month: MONTH });
    const { policyId } = await app.post<{ policyId: string }>('/v1/policies', AUTHOR, draft());
    const show = ({ value }: Sample): string => `${value.toFixed(1)} s`;
    const { rounds, violations } = await interleave(new Trying(app, policyId, people), undefined, {
      ...{ rounds: 1, limitMs: PATIENCE_MS, say: lab.say, show, withoutWarmUp: true },
    });
    const note = `${people.toLocaleString('en-US')} people, ${(people * LUNCHES).toLocaleString('en-US')} lunches of ${MONTH}`;
    const what = { id: 'SIMULATION', what: 'draft tried on a month', unit: 's', note };
    return { results: [costRow(what, rounds, 1, { oursAtMost: 120 })], violations };
  },
};
