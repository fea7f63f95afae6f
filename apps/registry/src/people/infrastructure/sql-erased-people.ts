import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { BlindIndexes } from '../../vault/application/blind-indexes.port.js';
import type { SearchTerm } from '../../vault/domain/blind-index.js';
import type { ErasedKeys, ErasedName, NamesOfPeople } from '../application/erased-people.port.js';
import { ErasedPeople } from '../application/erased-people.port.js';
import { idNumberTerm } from '../application/search-terms.js';

const ERASED_IDS = 'SELECT person_id AS name FROM person WHERE person_id = ANY($1::uuid[]) AND erased_at IS NOT NULL';
const KNOWN = 'SELECT token::text AS name FROM vault.erased_token WHERE token = ANY($1::bigint[])';
const REMEMBER = `INSERT INTO vault.erased_token (token, erased_at)
  SELECT token, $2::timestamptz FROM unnest($1::bigint[]) AS given (token) ON CONFLICT (token) DO NOTHING`;
const RELEASE = 'DELETE FROM vault.erased_token WHERE token = $1::bigint RETURNING token';

@Injectable()
export class SqlErasedPeople extends ErasedPeople {
  constructor(private readonly indexes: BlindIndexes) {
    super();
  }

  async among(tx: Tx, { personIds, externalRefs, idNumbers }: NamesOfPeople): Promise<ErasedKeys> {
    return {
      personIds: await this.names(tx, ERASED_IDS, personIds),
      externalRefs: await this.remembered(tx, externalRefs, (externalRef) => termOf({ externalRef })),
      idNumbers: await this.remembered(tx, idNumbers, (idNumber) => termOf({ idNumber })),
    };
  }

  async remember(tx: Tx, names: readonly ErasedName[], at: Date): Promise<void> {
    const index = await this.indexes.current(tx);
    await tx.query(REMEMBER, [sqlArray(names.map((name) => index.tokenOf(termOf(name)))), at]);
  }

  async release(tx: Tx, name: ErasedName): Promise<boolean> {
    const index = await this.indexes.current(tx);
    return (await tx.query(RELEASE, [index.tokenOf(termOf(name)).toString()])).length > 0;
  }

  private async remembered(
    tx: Tx,
    values: readonly string[],
    term: (value: string) => SearchTerm,
  ): Promise<Set<string>> {
    const index = await this.indexes.current(tx);
    const tokens = new Map(values.map((value) => [value, index.tokenOf(term(value)).toString()]));
    const known = await this.names(tx, KNOWN, [...tokens.values()]);
    return new Set(values.filter((value) => known.has(tokens.get(value) ?? '')));
  }

  private async names(tx: Tx, sql: string, keys: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    for (const chunk of inChunks(keys))
      for (const row of await tx.query<{ name: string }>(sql, [chunk])) found.add(row.name);
    return found;
  }
}

function termOf(name: ErasedName): SearchTerm {
  return 'idNumber' in name ? idNumberTerm(name.idNumber) : { kind: 'externalRef', value: name.externalRef };
}
