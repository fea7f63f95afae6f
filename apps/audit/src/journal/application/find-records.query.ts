import type { RecordList, RecordListQuery } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { InclusionProofs } from '../../log/application/inclusion-proofs.js';
import { Sources } from '../../sources/application/sources.port.js';
import { RangeInvalidError, RecordAlteredError, SourceNotFoundError } from '../domain/journal.errors.js';
import type { FoundRecord } from './journal-reader.port.js';
import { JournalReader } from './journal-reader.port.js';

const PAGE = 1000;
const MAX_SEQUENCE = 2n ** 63n - 1n;

/** Exact bytes by number with what proves them, for the repair of a consumer that stopped because events are missing on its topic. */
@Injectable()
export class FindRecords {
  constructor(
    private readonly transactions: Transactions,
    private readonly journal: JournalReader,
    private readonly sources: Sources,
    private readonly proofs: InclusionProofs,
  ) {}

  /** @throws RecordAlteredError: nobody is fed what was not sent */
  async page({ source, fromSequence, toSequence }: RecordListQuery): Promise<RecordList> {
    const [from, to] = [bounded(fromSequence), bounded(toSequence)];
    if (from > to) throw new RangeInvalidError();
    const { found, proofs } = await this.transactions.read(async (tx) => {
      if (!(await this.sources.isKnown(tx, source))) throw new SourceNotFoundError();
      return {
        found: await this.journal.records(tx, source, from, to, PAGE + 1),
        proofs: await this.proofs.under(tx),
      };
    });
    const altered = found.find((record) => record.altered);
    if (altered) throw new RecordAlteredError(altered);
    const readable = found.slice(0, PAGE).filter(isReadable);
    const items = readable.map(async ({ leafIndex, ...record }) => ({
      ...record,
      proof: leafIndex === null ? null : await proofs.of(leafIndex),
    }));
    return { items: await Promise.all(items), next: found[PAGE]?.sequence ?? null };
  }
}

/** What was erased cannot be fed to anybody. */
function isReadable(record: FoundRecord): record is FoundRecord & { readonly bytes: string; readonly salt: string } {
  return record.bytes !== null && record.salt !== null;
}

function bounded(sequence: string): bigint {
  const number = BigInt(sequence);
  return number > MAX_SEQUENCE ? MAX_SEQUENCE : number;
}
