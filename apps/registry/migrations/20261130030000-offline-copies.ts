import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which tills are paired with which site, and with what each opens its copies on a day. Nothing of people lies here (ADR 0046). */
export class OfflineCopies1796007600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE till_device (
        device_id uuid PRIMARY KEY,
        site_id text NOT NULL,
        paired_at timestamptz,
        revoked_at timestamptz
      );
      CREATE TABLE offline_key (
        device_id uuid NOT NULL CONSTRAINT fk_offline_key_device_id REFERENCES till_device,
        day date NOT NULL,
        key_id uuid NOT NULL CONSTRAINT uq_offline_key_key_id UNIQUE,
        wrapped_key bytea NOT NULL,
        CONSTRAINT pk_offline_key PRIMARY KEY (device_id, day)
      );`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
