import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { BenefitsWorld } from '../world/benefits-world.js';
import { checkRules } from '../world/ledger-checks.js';
import { placedEvent } from '../world/placed-event.js';
import { PLAN_AGAIN } from '../world/plan-again.js';

const TODAY = shanghaiDate(new Date());

const ROUND_MS = 3_000;

/** Every round is another day, on which people order one lunch each: after a short warm-up as many as take a few seconds here. */
class DecidingSide implements Side {
  private next: number;
  private ordered = 0;

  constructor(
    private readonly world: BenefitsWorld,
    private readonly people: readonly string[],
  ) {
    this.next = Math.ceil(people.length / 10);
  }

  async measure(round: number): Promise<Sample> {
    const date = addDays(TODAY, round + 1);
    const events = this.people.slice(0, this.next).map((personId) => placedEvent(personId, date));
    const sample = await this.world.workOff(events);
    this.ordered = events.length;
    this.next = Math.min(this.people.length, Math.max(this.next, Math.ceil((sample.value * ROUND_MS) / 1_000)));
    return sample;
  }

  async check(round: number): Promise<string[]> {
    await this.world.owner.query(PLAN_AGAIN);
    const { rows } = await this.world.owner.query<Record<string, number>>(CHECK, [addDays(TODAY, round + 1)]);
    const found = rows[0] ?? {};
    const n = this.ordered;
    const wanted = { claims: n, people: n, transactions: n, decisions: n, subsidy: 300 * n };
    const wrong = Object.entries(wanted)
      .filter(([name, number]) => found[name] !== number)
      .map(([name, number]) => `I13: ${String(found[name])} ${name} of the day instead of ${number}`);
    return [...wrong, ...(await checkRules(this.world.owner, 'benefits'))];
  }
}

const CHECK = `
  WITH c AS (SELECT * FROM claim WHERE service_date = $1 AND state = 'held')
  SELECT count(*)::int AS claims, count(DISTINCT person_id)::int AS people, coalesce(sum(subsidy_fen), 0)::int AS subsidy,
    (SELECT count(*)::int FROM ledger_transaction t WHERE t.claim_id IN (SELECT claim_id FROM c)) AS transactions,
    (SELECT count(*)::int FROM claim_decision d WHERE d.claim_id IN (SELECT claim_id FROM c)) AS decisions
  FROM c`;

export const claimsRow: Row = {
  id: 'R11',
  title: 'deciding claims from Kafka to commit, batches against one transaction an event, the same statements',
  async run(lab) {
    const wanted = lab.size(5, 2);
    const [many, few] = [lab.size(10_000, 800), lab.size(500, 40)];
    const years = [...new Set([0, 30].map((days) => Number(addDays(TODAY, days).slice(0, 4))))];
    lab.say(`  ${many + few} people …`);
    const people = (count: number): string[] => Array.from({ length: count }, () => uuidv7());
    const [mine, theirs] = [people(many), people(few)];
    const batched = await BenefitsWorld.open(lab, 'batched', mine, years);
    const single = await BenefitsWorld.open(lab, 'single', theirs, years);
    await single.restart({ CONSUMER_BATCH_RECORDS: '1' });
    const show = ({ value }: Sample): string => `${Math.round(value)} claims/s`;
    const options = { rounds: wanted, limitMs: 80_000, say: lab.say, show };
    const sides = [new DecidingSide(batched, mine), new DecidingSide(single, theirs)] as const;
    const { rounds, violations } = await interleave(...sides, options);
    const note =
      'the service in a process of its own, 8 partitions; the other side is the same program with CONSUMER_BATCH_RECORDS=1';
    const what = { id: 'R11', what: 'benefits, claims', unit: '/s', note };
    return { results: [ratioRow(what, rounds, wanted, { atLeast: 15, oursAtLeast: 8_000 })], violations };
  },
};
