import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OwnSecondFactors1795982400000 implements MigrationInterface {
  readonly name = 'OwnSecondFactors1795982400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE account ADD COLUMN totp_open_until timestamptz');
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
