import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ActiveDocument, ActiveVersion } from '../application/active-policies.port.js';
import { ActivePolicies } from '../application/active-policies.port.js';

@Injectable()
export class SqlActivePolicies extends ActivePolicies {
  async versions(tx: Tx): Promise<ActiveVersion[]> {
    return tx.query<ActiveVersion>(
      `select pack_id as "packId", rule_version as "ruleVersion", sha256, effective_to::text as until
       from policy_projection where active order by pack_id, effective_from, rule_version`,
    );
  }

  async documents(tx: Tx, packId: string): Promise<ActiveDocument[]> {
    return tx.query(
      `select rule_version as "ruleVersion", document, effective_to::text as until from policy_projection
       where pack_id = $1 and active order by effective_from, rule_version`,
      [packId],
    );
  }
}
