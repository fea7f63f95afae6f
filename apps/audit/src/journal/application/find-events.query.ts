import type { EventListQuery, JournalEntryPage, JournalEntryView } from '@doorstep/contracts';
import { isLocalDate, shanghaiInstant } from '@doorstep/kernel';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { EventNotFoundError, RangeInvalidError } from '../domain/journal.errors.js';
import { cursorFrom, cursorText } from './event-cursor.js';
import { JournalReader } from './journal-reader.port.js';

/** Every event that happened, in order of arrival. A page never changes: what arrives later has a higher index. */
@Injectable()
export class FindEvents {
  constructor(
    private readonly transactions: Transactions,
    private readonly journal: JournalReader,
  ) {}

  async page({ limit, cursor, order, from, to, ...filter }: EventListQuery): Promise<JournalEntryPage> {
    const after = cursorFrom(cursor);
    const range = { from: instantOf(from), to: instantOf(to) };
    if (range.from && range.to && range.from >= range.to) throw new RangeInvalidError();
    const found = await this.transactions.read((tx) =>
      this.journal.list(tx, { ...filter, ...range }, { after, order, limit: limit + 1 }),
    );
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items, next: found.length > limit && last ? cursorText(last.journalIndex) : null };
  }

  async one(eventId: string): Promise<JournalEntryView> {
    const entry = await this.transactions.read((tx) => this.journal.findEvent(tx, eventId));
    if (!entry) throw new EventNotFoundError();
    return entry;
  }
}

/** A date is its first instant in Asia/Shanghai. Years that the database does not know are as good as the first and last one. */
function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = isLocalDate(text) ? shanghaiInstant(text, '00:00') : new Date(text);
  const year = instant.getUTCFullYear();
  if (year < 1850) return new Date('1850-01-01T00:00:00Z');
  return year > 9998 ? new Date('9998-12-31T00:00:00Z') : instant;
}
