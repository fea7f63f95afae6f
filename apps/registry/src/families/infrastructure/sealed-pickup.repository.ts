import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonErasedError } from '../../people/domain/person.errors.js';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import { opened, sealed } from '../../vault/domain/sealed-box.js';
import { PickupRepository } from '../application/pickup.repository.port.js';
import type { PickupPerson } from '../domain/pickup-person.js';

interface PickupRow {
  readonly pickup_id: string;
  readonly person_id: string;
  readonly sealed: Buffer;
  readonly relation: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly recorded_at: Date;
  readonly recorded_by: string;
  readonly ended_at: Date | null;
}

/** The name is sealed under the elder's key, so erasing her erases it too. */
@Injectable()
export class SealedPickupRepository extends PickupRepository {
  constructor(private readonly keys: PersonKeys) {
    super();
  }

  async list(tx: Tx, personId: string, limit: number): Promise<PickupPerson[]> {
    const rows = await tx.query<PickupRow>(
      `SELECT * FROM vault.pickup_person WHERE person_id = $1 ORDER BY ended_at IS NOT NULL, pickup_id LIMIT $2`,
      [personId, limit],
    );
    const key = rows.length === 0 ? undefined : (await this.keys.existing(tx, [personId])).get(personId);
    return key === undefined ? [] : rows.map((row) => pickupOf(row, opened(key, row.sealed, contextOf(row.pickup_id))));
  }

  async countLive(tx: Tx, personId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM vault.pickup_person WHERE person_id = $1 AND ended_at IS NULL',
      [personId],
    );
    return row?.count ?? 0;
  }

  async add(tx: Tx, pickup: PickupPerson): Promise<void> {
    const { pickupId, personId, name, phone } = pickup;
    const key = (await this.keys.ensured(tx, [personId])).get(personId);
    if (!key) throw new PersonErasedError();
    const box = sealed(key, Buffer.from(JSON.stringify({ name, phone })), contextOf(pickupId));
    await tx.query(
      `INSERT INTO vault.pickup_person (pickup_id, person_id, sealed, relation, valid_from, valid_to, recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [pickupId, personId, box, pickup.relation, pickup.from, pickup.to, pickup.recordedAt, pickup.recordedBy],
    );
  }

  async end(tx: Tx, personId: string, pickupId: string, at: Date, by: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE vault.pickup_person SET ended_at = $3, ended_by = $4
       WHERE person_id = $1 AND pickup_id = $2 AND ended_at IS NULL RETURNING 1`,
      [personId, pickupId, at, by],
    );
    return rows.length > 0;
  }
}

function pickupOf(row: PickupRow, bytes: Buffer): PickupPerson {
  const { name, phone } = JSON.parse(bytes.toString()) as { name: string; phone: string | null };
  return {
    pickupId: row.pickup_id,
    personId: row.person_id,
    name,
    phone,
    relation: row.relation,
    from: localDate(row.valid_from),
    to: row.valid_to === null ? null : localDate(row.valid_to),
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
    endedAt: row.ended_at,
  };
}

function contextOf(pickupId: string): string {
  return `pickup/${pickupId}`;
}
