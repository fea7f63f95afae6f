import { createHash } from 'node:crypto';
import type { Transactions } from '@doorstep/persistence';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';

/** Models whose id is itself a secret: only its hash is stored, and the payload goes without it. */
const SECRET_IDS = ['AuthorizationCode', 'AccessToken', 'ClientCredentials', 'RefreshToken'];
const FORGET = `DELETE FROM oidc_payload WHERE (model, id) IN
  (SELECT model, id FROM oidc_payload WHERE expires_at < now() ORDER BY expires_at LIMIT 50 FOR UPDATE SKIP LOCKED)`;

interface Row {
  readonly payload: AdapterPayload;
  readonly consumed: boolean;
}

/** What the provider remembers, in PostgreSQL. */
export class PgAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly transactions: Transactions,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { jti, ...rest } = payload;
    const kept = SECRET_IDS.includes(this.model) ? rest : { ...rest, jti };
    const values = [
      this.model,
      this.idOf(id),
      JSON.stringify(kept),
      payload.grantId ?? null,
      payload.uid ?? null,
      expiresIn ?? null,
    ];
    await this.transactions.run({ keys: [] }, async (tx) => {
      await tx.query(FORGET);
      await tx.query(
        `INSERT INTO oidc_payload (model, id, payload, grant_id, uid, expires_at)
         VALUES ($1, $2, $3, $4, $5, now() + $6::int * interval '1 second')
         ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
           expires_at = excluded.expires_at`,
        values,
      );
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.one('id', this.idOf(id));
    return found && SECRET_IDS.includes(this.model) ? { ...found, jti: id } : found;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.one('uid', uid);
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined); // no device flow here
  }

  /** The first one consumes; whoever comes at the same moment is refused, not only whoever comes later. */
  async consume(id: string): Promise<void> {
    const rows = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query(
        'UPDATE oidc_payload SET consumed_at = now() WHERE model = $1 AND id = $2 AND consumed_at IS NULL RETURNING id',
        [this.model, this.idOf(id)],
      ),
    );
    if (rows.length !== 1) throw new errors.InvalidGrant('it was used already');
  }

  async destroy(id: string): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) =>
      tx.query('DELETE FROM oidc_payload WHERE model = $1 AND id = $2', [this.model, this.idOf(id)]),
    );
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) =>
      tx.query('DELETE FROM oidc_payload WHERE grant_id = $1', [grantId]),
    );
  }

  private async one(column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    const [row] = await this.transactions.read((tx) =>
      tx.query<Row>(
        `SELECT payload, consumed_at IS NOT NULL AS consumed FROM oidc_payload
         WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`,
        [this.model, value],
      ),
    );
    return row && (row.consumed ? { ...row.payload, consumed: true } : row.payload);
  }

  private idOf(id: string): string {
    return SECRET_IDS.includes(this.model) ? createHash('sha256').update(id).digest('base64url') : id;
  }
}
