import type { JournalEntryView } from '@doorstep/contracts';

export type EntryRow = Omit<JournalEntryView, 'receivedAt' | 'time' | 'bytes' | 'document' | 'erased'> & {
  readonly receivedAt: Date;
  readonly time: Date | null;
  readonly keyId: number | null;
  readonly bytes: Buffer | null;
};

export function entryFrom(row: EntryRow & { readonly erased: boolean }): JournalEntryView {
  return {
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    time: row.time?.toISOString() ?? null,
    bytes: row.bytes?.toString('base64') ?? null,
    document: row.bytes === null ? null : documentIn(row.bytes),
  };
}

function documentIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null; // what is not JSON is still shown as bytes
  }
}
