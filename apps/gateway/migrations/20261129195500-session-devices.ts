import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionDevices1795982100000 implements MigrationInterface {
  readonly name = 'SessionDevices1795982100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DEVICES);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// Which shared device of its site a session is at. Sessions of before, and issuers that do not say it, have none.
const DEVICES = `
  ALTER TABLE session ADD COLUMN device_id text COLLATE "C",
    ADD CONSTRAINT ck_session_device_id CHECK (device_id IS NULL OR device_site_id IS NOT NULL);
`;
