import { CREATE_PERSON_KIN } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which files are one person. */
export class PersonKin1795993860000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_PERSON_KIN);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
