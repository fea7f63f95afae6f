import type { PaperEntry } from '@doorstep/contracts';
import { RedactionDecidedV1, RedactionRequestedV1 } from '@doorstep/contracts';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Paper } from '../domain/paper.js';
import { partsOf } from '../domain/paper.js';
import { decidedRedaction, REDACTED_TITLE, requestedRedaction } from '../domain/redaction.js';
import { PaperStore } from './paper-store.port.js';
import type { Writing } from './writing.js';

type RedactionEntry = PaperEntry & { readonly kind: 'redaction_request' | 'redaction_decision' };

/** Words that must not stand in a working paper: one auditor asks, another decides, and that it was so stays for ever. */
@Injectable()
export class RedactPaper {
  constructor(
    private readonly store: PaperStore,
    private readonly outbox: Outbox,
  ) {}

  /** @param paper with the entry counted already */
  async execute(tx: Tx, paper: Paper, entry: RedactionEntry, { by, at, meta }: Writing): Promise<void> {
    const { paperId: findingId, entries: entryNo } = paper;
    const history = await this.store.history(tx, findingId);
    const written = { ...partsOf(entry), by, at, entryNo, redacted: [] };
    if (entry.kind === 'redaction_request') {
      const asked = requestedRedaction(entry, history, entryNo);
      await this.store.write(tx, paper, written);
      const data = { findingId, ...asked, reason: entry.reason, at: at.toISOString() };
      await this.outbox.add(tx, meta, newEvent(RedactionRequestedV1, findingId, data));
      return;
    }
    const decided = decidedRedaction(entry, history, by);
    const { approved } = entry;
    const takesTitle = approved && decided.part === 'title';
    await this.store.write(tx, takesTitle ? { ...paper, title: REDACTED_TITLE } : paper, written);
    if (approved) await this.store.redact(tx, findingId, decided);
    const data = { findingId, ...decided, approved, at: at.toISOString() };
    await this.outbox.add(tx, meta, newEvent(RedactionDecidedV1, findingId, data));
  }
}
