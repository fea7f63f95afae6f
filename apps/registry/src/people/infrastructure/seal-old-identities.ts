import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonVault } from '../application/person-vault.port.js';

const AT_ONCE = 500;
const TAKE = `DELETE FROM vault.person_identity WHERE person_id IN
    (SELECT person_id FROM vault.person_identity ORDER BY person_id LIMIT ${AT_ONCE})
  RETURNING person_id AS "personId", name, id_number AS "idNumber", phone, address`;

interface OldIdentity {
  readonly personId: string;
  readonly name: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** Databases from before the vault was sealed: a migration has no key, so the first start with one moves their entries. */
@Injectable()
export class SealOldIdentities implements OnApplicationBootstrap {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly vault: PersonVault,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    let moved = 0;
    for (let taken = AT_ONCE; taken > 0; moved += taken) taken = await this.moveSome();
    if (moved > 0) this.logger.info({ moved }, 'entries of the vault were sealed');
  }

  private moveSome(): Promise<number> {
    return this.transactions.run('system', { keys: [] }, async (tx) => {
      const rows = await tx.query<OldIdentity>(TAKE);
      const entries = rows.map(({ personId, ...listed }) => ({
        personId,
        identity: { ...listed, emergencyName: null, emergencyPhone: null },
      }));
      await this.vault.store(tx, entries, new Date());
      return rows.length;
    });
  }
}
