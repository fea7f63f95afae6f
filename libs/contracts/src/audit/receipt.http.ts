import { z } from 'zod';

/** What stands behind `/audit/receipts/` on a receipt: 22 characters that nobody can guess, since an order's id is random. */
export const ReceiptCode = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);

/** The code of an order or booking. It can be printed before anything was logged. */
export function receiptCodeOf(id: string): string {
  const bytes = id.replaceAll('-', '').match(/../g) ?? [];
  const binary = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The order or booking of a code that fits ReceiptCode. */
export function receiptSubjectOf(code: string): string {
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const hex = Array.from(binary, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What became of a sale, without a word on who it was for: the kinds of its records, and the proof that each was logged. */
export const ReceiptView = z
  .object({
    entries: z.array(
      z.object({
        type: z.string(),
        receivedAt: z.string(),
        leafIndex: z.string(),
        /** The person was erased: nobody reads this record any more, its proof stays valid. */
        erased: z.boolean(),
        /** It is kept as evidence of a paid claim, or of one that is still open, and opened for auditors who say why. */
        restricted: z.boolean(),
        entry: z.string(),
        proof: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Receipt' });
export type ReceiptView = z.infer<typeof ReceiptView>;
