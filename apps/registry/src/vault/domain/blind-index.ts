import type { KeyObject } from 'node:crypto';
import { createHmac } from 'node:crypto';

/** What people are found by. The numbers are part of every token and never change their meaning. */
export const TOKEN_KINDS = {
  idNumber: 1,
  idLastFour: 2,
  phone: 3,
  phoneLastFour: 4,
  initials: 5,
  name: 6,
  card: 7,
  externalRef: 8,
} as const;
export type TokenKind = keyof typeof TOKEN_KINDS;

export interface SearchTerm {
  readonly kind: TokenKind;
  readonly value: string;
}

/**
 * Finds without reading: the first 64 bits of HMAC-SHA-256 under a key that is not in the database. Equal values have equal tokens, so a
 * token says that two people share a value, and nothing else. Whoever finds by one looks into the vault entry to be sure.
 */
export class BlindIndex {
  constructor(private readonly key: KeyObject) {}

  tokenOf({ kind, value }: SearchTerm): bigint {
    return createHmac('sha256', this.key).update(`${TOKEN_KINDS[kind]}:${value}`, 'utf8').digest().readBigInt64BE();
  }
}
