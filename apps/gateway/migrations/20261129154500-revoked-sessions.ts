import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RevokedSessions1795967100000 implements MigrationInterface {
  readonly name = 'RevokedSessions1795967100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REVOKED);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// A session whose account or device changed may not be used from that moment; its end is put on record right after.
const REVOKED = `
  ALTER TABLE session ADD COLUMN revoked_at timestamptz;
  CREATE INDEX idx_session_revoked_at ON session (revoked_at) WHERE ended_at IS NULL AND revoked_at IS NOT NULL;
  CREATE INDEX idx_session_device_site_id ON session (device_site_id) WHERE ended_at IS NULL AND device_site_id IS NOT NULL;
`;
