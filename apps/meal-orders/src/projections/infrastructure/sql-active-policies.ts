import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ActiveVersion } from '../application/active-policies.port.js';
import { ActivePolicies } from '../application/active-policies.port.js';

@Injectable()
export class SqlActivePolicies extends ActivePolicies {
  async versions(tx: Tx): Promise<ActiveVersion[]> {
    return tx.query<ActiveVersion>(
      `select pack_id as "packId", rule_version as "ruleVersion", sha256 from policy_projection
       order by pack_id, effective_from, rule_version`,
    );
  }

  async documents(tx: Tx, packId: string): Promise<{ ruleVersion: string; document: string }[]> {
    return tx.query(
      `select rule_version as "ruleVersion", document from policy_projection where pack_id = $1
       order by effective_from, rule_version`,
      [packId],
    );
  }
}
