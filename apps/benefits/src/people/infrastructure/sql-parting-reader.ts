import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PartingReader } from '../application/parting-reader.port.js';
import type { IssuedAllowance, Parting } from '../domain/parting.js';
import { datedFacts } from './sql-person-store.js';

/** Links that were undone too: what was shared then is shared out by them. */
const LINKED = `WITH RECURSIVE own AS (
    SELECT asked, asked AS id FROM unnest($1::uuid[]) AS asked
    UNION SELECT own.asked, k.other_id FROM own JOIN person_kin k ON k.person_id = own.id),
  linked AS (SELECT DISTINCT array_agg(id ORDER BY id) AS members FROM own GROUP BY asked)
  SELECT members, (SELECT min(k.merged_on)::text FROM person_kin k
    WHERE k.person_id = ANY(linked.members) AND k.undone_at IS NOT NULL) AS since
  FROM linked ORDER BY members`;
const ISSUED = `SELECT allowance_id AS "allowanceId",
    to_char(issued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "issuedAt"
  FROM allowance WHERE person_id = ANY($1::uuid[]) AND issuer = 'own'
    AND issued_at >= $2::date::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY allowance_id`;

@Injectable()
export class SqlPartingReader extends PartingReader {
  async read(tx: Tx, personIds: readonly string[]): Promise<Parting[]> {
    if (personIds.length === 0) return [];
    const linked = await tx.query<{ members: string[]; since: LocalDate | null }>(LINKED, [personIds]);
    const partings: Parting[] = [];
    for (const { members, since } of linked) {
      if (since === null) continue;
      const issued = await tx.query<IssuedAllowance>(ISSUED, [members, since]);
      partings.push({ members, since, facts: await datedFacts(tx, members), issued });
    }
    return partings;
  }
}
