import { z } from 'zod';
import { MOST_FEN } from './limits.js';

/** Letters, digits and underscores: what a CEL identifier may be. */
export const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,47}$/, 'a name: letters, digits and _, at most 48');
export const Code = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'a lower-case code');
export const Reason = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'an upper-case reason code');
export const DateText = z.iso.date();
export const Text = z.strictObject({ zh: z.string().min(1).max(400), en: z.string().min(1).max(400) });
export const Cel = z.string().min(1).max(1000);
/** Fen, at least 0. */
export const Fen = z.int().min(0).max(MOST_FEN);
/** Integer fen: a number, or CEL that gives one. */
export const Amount = z.union([Fen, Cel]);

/** Everything that is a rule says where it comes from: a key of `sources`, or `design`. */
export const Sourced = {
  source: z.union([Name, z.array(Name).min(1).max(5)]),
  note: z.string().max(400).optional(),
};

export type TextDocument = z.infer<typeof Text>;
