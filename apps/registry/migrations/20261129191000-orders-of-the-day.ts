import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTED_PERSONS, LISTED_SITES, REACHES_ALL, rowsFor, TODAY } from './reach-policy.js';

/** A canteen knows whom an order is for on the day of the meal, for as long as the order stands, and only where a look-up asks for it. */
export class OrdersOfTheDay1795979400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_order (
        order_id uuid PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT fk_person_order_person_id REFERENCES person,
        site_id text NOT NULL,
        service_on date NOT NULL
      );
      CREATE INDEX idx_person_order_person_id ON person_order (person_id, site_id, service_on);
      CREATE INDEX idx_person_order_service_on ON person_order (service_on);`);
    await runner.query(
      rowsFor(
        'person_order',
        `${REACHES_ALL} OR person_id = ANY (${LISTED_PERSONS}) OR site_id = ANY (${LISTED_SITES})`,
      ),
    );
    await runner.query(`
      CREATE POLICY ordered ON person FOR SELECT USING (
        (SELECT current_setting('doorstep.orders', true)) = 'on'
        AND EXISTS (SELECT FROM person_order ordered WHERE ordered.person_id = person.person_id
          AND ordered.site_id = ANY (${LISTED_SITES}) AND ordered.service_on = ${TODAY}));
      CREATE FUNCTION person_orders_forget() RETURNS trigger LANGUAGE plpgsql
      SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM person_order WHERE person_id = NEW.person_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER forget_orders AFTER UPDATE OF erased_at ON person
        FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION person_orders_forget();`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
