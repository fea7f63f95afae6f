import { z } from 'zod';
import { Code, Id, InstantField } from '../events/fields.js';
import { FoundPerson } from './lookup.http.js';

/** 128 random bits as the card carries them; it means nothing anywhere else. */
export const CardToken = z.string().regex(/^DS[0-9A-HJKMNP-TV-Z]{26}$/);
export const MAX_CARDS = 20;

export const IssueCard = z.strictObject({ medium: z.enum(['card', 'printed_code']) }).meta({ id: 'IssueCard' });
export type IssueCard = z.infer<typeof IssueCard>;

export const CardView = z
  .object({
    cardId: Id,
    personId: Id,
    medium: z.enum(['card', 'printed_code']),
    issuedAt: InstantField,
    issuedBy: z.string(),
    blockedAt: InstantField.nullable(),
    blockedReason: z.string().nullable(),
  })
  .meta({ id: 'Card' });
export type CardView = z.infer<typeof CardView>;

/** `token` is written on the card now and never shown again; null when the same request is repeated. */
export const IssuedCard = z.object({ ...CardView.shape, token: CardToken.nullable() }).meta({ id: 'IssuedCard' });
export type IssuedCard = z.infer<typeof IssuedCard>;

export const CardList = z.object({ items: z.array(CardView) }).meta({ id: 'CardList' });
export type CardList = z.infer<typeof CardList>;

export const BlockCard = z
  .strictObject({ reason: z.enum(['lost', 'stolen', 'damaged', 'returned']) })
  .meta({ id: 'BlockCard' });
export type BlockCard = z.infer<typeof BlockCard>;

/** A card held out at a site: whoever has the card is here, so the site may know the person from now on. */
export const ResolveCard = z.strictObject({ token: CardToken, siteId: Code }).meta({ id: 'ResolveCard' });
export type ResolveCard = z.infer<typeof ResolveCard>;

export const ResolvedCard = z.object({ cardId: Id, person: FoundPerson }).meta({ id: 'ResolvedCard' });
export type ResolvedCard = z.infer<typeof ResolvedCard>;
