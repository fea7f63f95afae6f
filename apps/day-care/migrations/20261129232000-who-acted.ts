import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who booked and who called off, and through which channel. Bookings of before do not know it. */
export class WhoActed1795995000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE booking_act (
        booking_id uuid NOT NULL CONSTRAINT fk_booking_act_booking_id REFERENCES booking,
        act        text NOT NULL CONSTRAINT ck_booking_act_act CHECK (act IN ('placed', 'cancelled')),
        done_by    text NOT NULL,
        via        text,
        CONSTRAINT pk_booking_act PRIMARY KEY (booking_id, act)
      );`);
    await runner.query(appendOnly('booking_act'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
