import type { FixedClock, LocalDate } from '@doorstep/kernel';
import type { ClaimsDatabase } from './claims-database.js';
import { lunchAt, then } from './world.mother.js';

/** What befalls files that become one person and two again. */
export class TwoFiles {
  constructor(
    private readonly db: () => ClaimsDatabase,
    private readonly clock: FixedClock,
  ) {}

  /** Claims of a file, one line each, in the order of their decisions. */
  async story(personId: string): Promise<string[]> {
    const { rows } = await this.db().owner.query<{ line: string }>(
      `SELECT concat_ws(' ', state, reason, subsidy_fen) AS line FROM claim WHERE person_id = $1 ORDER BY decision_number`,
      [personId],
    );
    return rows.map(({ line }) => line);
  }

  /** A lunch that was eaten; each is decided a minute after the one before. */
  async eats(personId: string, siteId = 'puya', day = '2026-09-15'): Promise<void> {
    this.clock.advance(60_000);
    const meal = lunchAt(siteId, personId, {}, day as LocalDate);
    await this.db().play([meal, then(meal, 'served')]);
  }

  async merge(into: string, other: string): Promise<string> {
    const mergeId = await this.db().merge(into, other);
    await this.db().corrections.drain();
    return mergeId;
  }

  async part(other: string, mergeId: string): Promise<void> {
    await this.db().part(other, mergeId);
    await this.db().corrections.drain();
  }
}
