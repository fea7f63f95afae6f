import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where people live and are registered, so that community workers find those of their areas. */
export class PlacesOfPeople1795970400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_place (
        fact_id uuid CONSTRAINT pk_person_place PRIMARY KEY,
        person_id uuid NOT NULL,
        city text NOT NULL,
        district text NOT NULL,
        town text,
        begins_on date NOT NULL,
        ends_on date,
        believed boolean NOT NULL DEFAULT true
      );
      CREATE INDEX idx_person_place_person_id ON person_place (person_id) WHERE believed;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
