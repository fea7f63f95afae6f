import type { Actor } from '@doorstep/auth';
import type { ListName } from '@doorstep/contracts';
import { ListExportedV1, MAX_IMPORT_BYTES, MAX_IMPORT_ROWS } from '@doorstep/contracts';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { csvLine } from '../domain/csv-text.js';
import { factList } from './fact-list.js';
import { ListTooLongError } from '../domain/list.errors.js';
import type { CurrentFact } from './current-facts.port.js';
import { CurrentFacts } from './current-facts.port.js';
import { factCells, LIST_COLUMNS, personCells } from './list-rows.js';

export interface ExportListRequest {
  readonly actor: Actor;
  readonly list: ListName;
  readonly area: string | null;
  readonly at: Date;
  readonly meta: EventMeta;
}

const EXPORT_LIMIT_MS = 20_000;

/** What holds today of a list, in the form in which it is imported: importing it changes nothing. */
@Injectable()
export class ExportList {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly current: CurrentFacts,
    private readonly vault: PersonVault,
  ) {}

  execute({ actor, list, area, at, meta }: ExportListRequest): Promise<string> {
    const accessId = uuidv7(at.getTime());
    const options = { keys: [{ space: 'access' as const, key: accessId }], timeoutMs: EXPORT_LIMIT_MS };
    return this.transactions.run(actor, options, async (tx) => {
      const facts = await this.current.of(tx, { list: factList(list), area, on: shanghaiDate(at) }, MAX_IMPORT_ROWS);
      // The people of the city stand in the list of residents; other lists only refer to them.
      const people = list === 'residents' ? await this.people(tx, facts) : [];
      const rows = [...people, ...facts.map(factCells)];
      const file = [LIST_COLUMNS, ...rows].map(csvLine).join('');
      if (rows.length > MAX_IMPORT_ROWS || Buffer.byteLength(file) > MAX_IMPORT_BYTES)
        throw new ListTooLongError(MAX_IMPORT_ROWS);
      const told = { accessId, list, area, rows: rows.length, exportedAt: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(ListExportedV1, accessId, told));
      return file;
    });
  }

  private async people(tx: Tx, facts: readonly CurrentFact[]): Promise<ReturnType<typeof personCells>[]> {
    const refs = new Map(facts.map(({ personId, externalRef }) => [personId, externalRef]));
    const identities = await this.vault.load(tx, [...refs.keys()]);
    return [...identities].map(([personId, identity]) =>
      personCells({ personId, externalRef: refs.get(personId) ?? null }, identity),
    );
  }
}
