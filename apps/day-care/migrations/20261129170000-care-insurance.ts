import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What care insurance paid for a day, under which reference, and each time that it was entered. */
export class CareInsurance1795971600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE booking ADD COLUMN insurance_reference text
        CONSTRAINT ck_booking_insurance_reference CHECK (insurance_reference ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$');
      COMMENT ON COLUMN booking.insurance_reference IS 'null: insurance paid nothing, or it was entered before references were';

      CREATE TABLE booking_insurance (
        booking_id uuid NOT NULL CONSTRAINT fk_booking_insurance_booking REFERENCES booking (id),
        number smallint NOT NULL CONSTRAINT ck_booking_insurance_number CHECK (number BETWEEN 1 AND 20),
        paid_fen bigint NOT NULL CONSTRAINT ck_booking_insurance_paid_fen CHECK (paid_fen >= 0),
        reference text,
        recorded_by text NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT pk_booking_insurance PRIMARY KEY (booking_id, number),
        CONSTRAINT ck_booking_insurance_reference CHECK (paid_fen = 0 OR reference IS NOT NULL)
      );
      ${appendOnly('booking_insurance')}`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
