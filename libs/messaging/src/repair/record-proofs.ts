import type { EventEnvelope } from '@doorstep/contracts';
import { NotVerifiedError, readVerifierKey, verifyRecord, type VerifierKey } from '@doorstep/verifier';
import { nodePlatform } from '@doorstep/verifier/node';
import type { RepairRecord } from './repairs.schema.js';

/** Checks that the public log has a record, under keys of the log that this service was given and never learns from a request. */
export class RecordProofs {
  private readonly keys: readonly VerifierKey[];

  /** @throws NotVerifiedError for what is no verifier key */
  constructor(vkeys: readonly string[]) {
    this.keys = vkeys.map((vkey) => readVerifierKey(vkey, nodePlatform));
  }

  /** Why these are not proven to be the logged bytes of that number of that source; undefined when they are. */
  async faultOf(record: RepairRecord, { source, sequence }: EventEnvelope): Promise<string | undefined> {
    if (this.keys.length === 0) return 'this service was given no key of the log (LOG_VKEY)';
    try {
      await verifyRecord({ ...record, source, sequence }, this.keys, nodePlatform);
      return undefined;
    } catch (error) {
      if (error instanceof NotVerifiedError) return `${source} ${sequence} is not proven: ${error.message}`;
      throw error;
    }
  }
}
