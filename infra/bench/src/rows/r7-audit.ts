import { TOPICS } from '@doorstep/contracts';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { median } from '../harness/statistics.js';
import { migrationsOf } from '../servers/apps.js';
import { AuditWorld } from '../world/audit-world.js';
import { publishOnce } from '../world/served-events.js';
import { RawConsumerSide } from '../world/raw-consumer.js';

const LIMIT_MS = 120_000;
const LOOK_MS = 10;

/**
 * The audit service with an empty journal and an empty log, which reads everything from offset 0: from joining its group until the
 * checkpoint over the last leaf is signed.
 */
class RebuildSide implements Side {
  private world: AuditWorld | undefined;
  private owner: pg.Pool | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly wish: { readonly empty: DatabaseUrls; readonly prefix: string; readonly events: number },
  ) {}

  async measure(round: number): Promise<Sample> {
    const { empty, prefix, events } = this.wish;
    const database = await this.lab.databaseLike(empty, String(round));
    this.owner = await this.lab.ownerPool(database);
    this.world = await AuditWorld.open(this.lab, { database, prefix });
    while (!this.world.joined) await new Promise((resolve) => setImmediate(resolve));
    const watch = this.lab.startWatch();
    const started = performance.now();
    await this.until(SIGNED, events);
    const signed = watch.stop(events);
    // What the explorer searches by follows behind; until it is there the work is not done, but the log already proves everything.
    await this.until(SEARCHABLE, events);
    return { ...signed, searchable: (events * 1_000) / (performance.now() - started) };
  }

  /** Every event has its row, its number and its leaf, none twice, nothing is parked, and the public files prove it. */
  async check(): Promise<string[]> {
    const [world, owner] = [this.world as AuditWorld, this.owner as pg.Pool];
    const { events } = this.wish;
    const { rows } = await owner.query<Record<string, number>>(CHECK);
    const { parked, ...found } = rows[0] ?? {};
    const wrong = Object.entries(found)
      .filter(([, number]) => number !== events)
      .map(([name, number]) => `I18: ${number} ${name} of ${events} events`);
    if (parked !== 0) wrong.push(`I15: ${String(parked)} keys are parked`);
    const findings = await world.verify(events);
    await world.close();
    return [...wrong, ...findings];
  }

  private async until(sql: string, size: number): Promise<void> {
    const deadline = performance.now() + LIMIT_MS;
    for (;;) {
      const { rows } = await (this.owner as pg.Pool).query<{ size: number }>(sql);
      if ((rows[0]?.size ?? 0) >= size) return;
      if (performance.now() > deadline) throw new Error(`${rows[0]?.size ?? 0} of ${size} records were there in time`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

const SIGNED = 'SELECT coalesce(max(size), 0)::int AS size FROM log_checkpoint';
const SEARCHABLE = 'SELECT next_index::int AS size FROM fact_head';
const CHECK = `SELECT (SELECT count(*)::int FROM journal) AS records, (SELECT count(DISTINCT event_id)::int FROM journal) AS ids,
  (SELECT count(DISTINCT leaf_index)::int FROM journal) AS leaves, (SELECT max(leaf_index)::int + 1 FROM journal) AS dense,
  (SELECT count(*)::int FROM journal_key) AS numbers, (SELECT count(*)::int FROM journal_fact) AS facts,
  (SELECT count(*)::int FROM parked_key) AS parked`;

export const auditRow: Row = {
  id: 'R7',
  title: 'journal and public log from offset 0 to the signed checkpoint, against a raw eachBatch that does nothing',
  async run(lab) {
    const events = lab.size(100_000, 3_000);
    const empty = await lab.database('audit', await migrationsOf('audit'));
    const prefix = await lab.topics('r7');
    await publishOnce(lab, { database: await lab.database('meal_orders', []), prefix }, events);
    const ours = new RebuildSide(lab, { empty, prefix, events });
    const raw = new RawConsumerSide(lab, prefix + TOPICS.mealOrder.name, events, () => undefined);
    const wanted = lab.size(4, 1);
    const show = ({ value }: Sample): string => `${Math.round(value)} events/s`;
    const options = { rounds: wanted, limitMs: 90_000, say: lab.say, show };
    const { rounds, violations } = await interleave(ours, raw, options);
    const searchable = Math.round(median(rounds.map((round) => round.ours['searchable'] as number)));
    const note = `sealed records, leaves, tiles on the disk and a signed checkpoint, verified from the public files alone; with what the explorer searches by, which follows behind: ${searchable.toLocaleString('en-US')}/s`;
    const what = { id: 'R7', what: 'audit, events', unit: '/s', note };
    return { results: [ratioRow(what, rounds, wanted, { atLeast: 0.4, oursAtLeast: 15_000 })], violations };
  },
};
