import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ListDiffItem, ListDiffPage, ListDiffQuery, ListImportView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { seesReference } from '../../people/application/vault-visibility.js';
import { CursorError } from '../../shared/code-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ListNotWaitingError } from '../domain/list.errors.js';
import { ListImportRepository } from './list-import.repository.port.js';

const ITEMS_AT_ONCE = 5_000;

/** What a prepared list would do, and the end of one that nobody wants. */
@Injectable()
export class ReadLists {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly lists: ListImportRepository,
  ) {}

  view(actor: Actor, importId: string): Promise<ListImportView> {
    return this.transactions.read(actor, (tx) => this.lists.known(tx, importId));
  }

  page(actor: Actor, importId: string, { outcome, cursor, limit }: ListDiffQuery): Promise<ListDiffPage> {
    const after = positionOf(cursor);
    return this.transactions.read(actor, async (tx) => {
      await this.lists.known(tx, importId);
      const found = shownTo(actor, await this.lists.items(tx, importId, { outcome, after, limit: limit + 1 }));
      const items = [...found.slice(0, limit)];
      const last = items.at(-1);
      return { items, next: found.length > limit && last ? cursorOf(last.position) : null };
    });
  }

  /** The whole diff, part by part, as it was kept. */
  async *all(actor: Actor, importId: string): AsyncGenerator<readonly ListDiffItem[]> {
    for (let after = 0; ;) {
      const from = after;
      const items = await this.transactions.read(actor, async (tx) => {
        await this.lists.known(tx, importId);
        return shownTo(
          actor,
          await this.lists.items(tx, importId, { outcome: undefined, after: from, limit: ITEMS_AT_ONCE }),
        );
      });
      if (items.length > 0) yield items;
      if (items.length < ITEMS_AT_ONCE) return;
      after = items.at(-1)?.position ?? 0;
    }
  }

  discard(actor: Actor, importId: string, at: Date): Promise<ListImportView> {
    return this.transactions.run(actor, { keys: [] }, async (tx) => {
      const known = await this.lists.known(tx, importId);
      const closed = { state: 'discarded' as const, closedAt: at.toISOString(), closedBy: actorRef(actor) };
      if (known.state === 'discarded') return known;
      if (!(await this.lists.close(tx, { ...known, ...closed }))) throw new ListNotWaitingError();
      return { ...known, ...closed };
    });
  }
}

function shownTo({ roles }: Actor, items: readonly ListDiffItem[]): readonly ListDiffItem[] {
  return seesReference(roles) ? items : items.map((item) => ({ ...item, reference: null }));
}

function cursorOf(position: number): string {
  return Buffer.from(String(position)).toString('base64url');
}

function positionOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^[1-9]\d{0,6}$/.test(text) || cursorOf(Number(text)) !== cursor) throw new CursorError();
  return Number(text);
}
