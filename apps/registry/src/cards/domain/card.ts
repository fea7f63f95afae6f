export type CardBlockReason = 'lost' | 'stolen' | 'damaged' | 'returned' | 'erased';

export interface Card {
  readonly cardId: string;
  readonly personId: string;
  readonly tokenHash: string;
  readonly medium: 'card' | 'printed_code';
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly blockedAt: Date | null;
  readonly blockedBy: string | null;
  readonly blockedReason: CardBlockReason | null;
}
