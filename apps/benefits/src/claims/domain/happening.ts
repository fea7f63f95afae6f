import type { Asked, OriginRef } from './origin.js';

/** On whose word, and in which course of things, something is done. */
export interface Cause {
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string;
}

interface AboutOrigin {
  readonly ref: OriginRef;
  readonly cause: Cause;
  /** What is missing did not come in its time: decide without it. */
  readonly overdue: boolean;
}

/** What happened to an order or booking, in the words of claims. */
export type Happening =
  | (AboutOrigin & { readonly kind: 'asked'; readonly asked: Asked })
  | (AboutOrigin & { readonly kind: 'served'; readonly receiptFen?: number })
  | (AboutOrigin & { readonly kind: 'called_off'; readonly why: 'cancelled' | 'hospital' | 'no_show' })
  | (AboutOrigin & { readonly kind: 'returned' })
  | (AboutOrigin & { readonly kind: 'attended'; readonly asked: Asked })
  | (AboutOrigin & { readonly kind: 'insured'; readonly insurancePaidFen: number })
  | (AboutOrigin & { readonly kind: 'absent'; readonly asked: Asked });
