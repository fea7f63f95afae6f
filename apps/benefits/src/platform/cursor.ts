import { UnprocessableError } from '@doorstep/kernel';
import type { z } from 'zod';

/** An opaque cursor: the key of the last row shown. */
export function cursorOf(key: string | object | undefined): string | null {
  return key === undefined ? null : Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Throws UnprocessableError for a cursor that this list did not make. */
export function readCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  const key = schema.safeParse(parsed(cursor));
  if (!key.success) throw new UnprocessableError('HTTP.CURSOR_INVALID', 'the cursor is not one of this list');
  return key.data;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
