import type { RecordList, RecordListQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { InclusionProofs } from '../../log/application/inclusion-proofs.js';
import type { OpenGap } from '../../sources/application/sources.port.js';
import { Sources } from '../../sources/application/sources.port.js';
import { firstUnaccounted, stillMissing } from '../../sources/domain/density.js';
import type { LoggedPlace } from '../domain/journal.errors.js';
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
    const { found, proofs, takenOut } = await this.transactions.read(async (tx) => {
      const dense = await this.denseBelow(tx, source);
      const rows = await this.journal.records(tx, source, from, to, PAGE + 1);
      // Above the mark a number may be missing because it is still on its way.
      const upTo = lowest(to, dense.mark, BigInt(rows[PAGE]?.sequence ?? to));
      const present = rows.map(({ sequence }) => BigInt(sequence)).filter((sequence) => sequence <= upTo);
      return {
        found: rows,
        takenOut: firstUnaccounted(stillMissing({ from, to: upTo }, present), dense.gaps),
        proofs: await this.proofs.under(tx),
      };
    });
    const altered = firstOf(found, source, takenOut);
    if (altered) throw new RecordAlteredError(altered);
    const readable = found.slice(0, PAGE).filter(isReadable);
    const items = readable.map(async ({ leafIndex, ...record }) => ({
      ...record,
      proof: leafIndex === null ? null : await proofs.of(leafIndex),
    }));
    return { items: await Promise.all(items), next: found[PAGE]?.sequence ?? null };
  }

  /** Asked before the records: whatever was accounted for then is there now, or in a gap. */
  private async denseBelow(tx: Tx, source: string): Promise<{ mark: bigint; gaps: OpenGap[] }> {
    const known = (await this.sources.all(tx)).find(({ name }) => name === source);
    if (!known) throw new SourceNotFoundError();
    const gaps = (await this.sources.openGaps(tx)).filter((gap) => gap.source === source);
    return { mark: known.mark, gaps };
  }
}

/** The first record of the page that is not what was journalled, or whose row is not there any more. */
function firstOf(found: readonly FoundRecord[], source: string, takenOut: bigint | undefined): LoggedPlace | undefined {
  const altered = found.find((record) => record.altered);
  if (takenOut === undefined || (altered && BigInt(altered.sequence) < takenOut)) return altered;
  return { source, sequence: takenOut.toString(), leafIndex: null };
}

/** What was erased cannot be fed to anybody. */
function isReadable(record: FoundRecord): record is FoundRecord & { readonly bytes: string; readonly salt: string } {
  return record.bytes !== null && record.salt !== null;
}

function lowest(...numbers: readonly bigint[]): bigint {
  return numbers.reduce((least, number) => (number < least ? number : least));
}

function bounded(sequence: string): bigint {
  const number = BigInt(sequence);
  return number > MAX_SEQUENCE ? MAX_SEQUENCE : number;
}
