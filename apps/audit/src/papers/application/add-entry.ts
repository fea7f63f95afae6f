import type { PaperEntry } from '@doorstep/contracts';
import { CorrectionRequestedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Paper } from '../domain/paper.js';
import { partsOf } from '../domain/paper.js';
import { PaperStore } from './paper-store.port.js';
import { RedactPaper } from './redact-paper.js';
import type { Writing } from './writing.js';

/** One more entry of a working paper, with what it sets off. */
@Injectable()
export class AddEntry {
  constructor(
    private readonly store: PaperStore,
    private readonly redacting: RedactPaper,
    private readonly outbox: Outbox,
  ) {}

  /** @param paper as the entry leaves it */
  async execute(tx: Tx, paper: Paper, entry: PaperEntry, writing: Writing): Promise<void> {
    if (entry.kind === 'redaction_request' || entry.kind === 'redaction_decision')
      return this.redacting.execute(tx, paper, entry, writing);
    const { by, at, meta } = writing;
    const parts = partsOf(entry);
    const asked = entry.kind === 'correction_request' ? { requestId: uuidv7(at.getTime()) } : {};
    const detail = { ...parts.detail, ...asked };
    await this.store.write(tx, paper, { ...parts, detail, by, at, entryNo: paper.entries, redacted: [] });
    if (entry.kind === 'correction_request') await this.request(tx, paper.paperId, { ...entry, ...asked }, meta, at);
  }

  private async request(
    tx: Tx,
    findingId: string,
    { requestId, claimId, wanted, reason }: PaperEntry & { kind: 'correction_request'; requestId?: string },
    meta: EventMeta,
    at: Date,
  ): Promise<void> {
    const data = { requestId: requestId as string, findingId, claimId, wanted, reason, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(CorrectionRequestedV1, findingId, data));
  }
}
