import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the checker looks at. Nothing here helps the code under test: there are no unique keys on event ids. */
export class TestTables1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account (key text PRIMARY KEY, n integer NOT NULL);
      CREATE TABLE change (key text, n integer, event_id uuid, xid xid8 DEFAULT pg_current_xact_id());
      CREATE TABLE touch (at timestamptz DEFAULT now());
      CREATE TABLE effect (effect bigint GENERATED ALWAYS AS IDENTITY, event_id text, key text, n integer, type text,
        partition integer, sequence bigint, overdue boolean, batch uuid);
      CREATE TABLE journal (entry bigint GENERATED ALWAYS AS IDENTITY, topic text, partition integer, "offset" bigint,
        problem text, bytes bytea);
    `);
  }

  async down(): Promise<void> {
    await Promise.resolve();
  }
}
