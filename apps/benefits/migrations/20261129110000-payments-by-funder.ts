import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A budget item may be that of one funder, and a payment says under which item each funder's part of it is spent. */
export class PaymentsByFunder20261129110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ITEMS);
    await runner.query(PARTS);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const ITEMS = `
  ALTER TABLE budget_item ADD COLUMN funder text;
  COMMENT ON COLUMN budget_item.funder IS 'null: for every funder of the pack that has none of its own';
  DROP INDEX uq_budget_item_pack_id_valid_from;
  DROP INDEX uq_budget_item_pack_id_proposed;
  CREATE UNIQUE INDEX uq_budget_item_pack_id_funder_valid_from ON budget_item (pack_id, funder, valid_from) NULLS NOT DISTINCT
    WHERE state = 'confirmed';
  CREATE UNIQUE INDEX uq_budget_item_pack_id_funder_proposed ON budget_item (pack_id, funder) NULLS NOT DISTINCT WHERE state = 'proposed';`;

const PARTS = `
  CREATE TABLE payment_part (
    line_id uuid NOT NULL,
    number smallint NOT NULL,
    funder text NOT NULL,
    amount_fen bigint NOT NULL CONSTRAINT ck_payment_part_amount CHECK (amount_fen > 0),
    budget_item_id uuid NOT NULL,
    CONSTRAINT pk_payment_part PRIMARY KEY (line_id, number),
    CONSTRAINT uq_payment_part_line_id_funder UNIQUE (line_id, funder)
  );
  -- What was paid before was not divided.
  INSERT INTO payment_part (line_id, number, funder, amount_fen, budget_item_id)
    SELECT line_id, 1, 'unassigned', amount_fen, budget_item_id FROM payment_line;
  ALTER TABLE payment_line DROP COLUMN budget_item_id;
  ${appendOnly('payment_part')}

  CREATE FUNCTION whole_payment() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.amount_fen IS DISTINCT FROM (SELECT sum(p.amount_fen) FROM payment_part p WHERE p.line_id = NEW.line_id) THEN
      RAISE EXCEPTION 'the parts of a payment make the whole';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER whole_payment AFTER INSERT ON payment_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION whole_payment();`;
