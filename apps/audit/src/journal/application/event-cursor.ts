import { CursorInvalidError } from '../domain/journal.errors.js';

const INDEX = /^(0|[1-9]\d{0,17})$/;

export function cursorText(journalIndex: string): string {
  return Buffer.from(journalIndex).toString('base64url');
}

export function cursorFrom(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const index = Buffer.from(text, 'base64url').toString();
  if (!INDEX.test(index) || cursorText(index) !== text) throw new CursorInvalidError();
  return BigInt(index);
}
