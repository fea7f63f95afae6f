import { z } from 'zod';
import { Code } from '../events/fields.js';

/** The account name of somebody who signs in: `sub` of the token, and the key of `registry.staff.events`. */
export const AccountSubject = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/);

/**
 * What an assignment is for: the whole city, one site, or an area with everything that lies in it. Exactly one member is set.
 */
export const AssignmentScope = z.object({
  all: z.literal(true).optional(),
  siteId: Code.optional(),
  areaCode: Code.optional(),
});
export type AssignmentScope = z.infer<typeof AssignmentScope>;

/** Code of a role. Open, since a city may get a new one before every reader knows it: an unknown role gives no right. */
export const RoleCode = z.string().regex(/^[a-z][a-z_]{0,39}$/);

/** What somebody of the family may do for the elder: order meals, book day care, see health notes, see bills. */
export const FAMILY_RIGHTS = ['order', 'book', 'health', 'bills'] as const;
export const FamilyRight = z.enum(FAMILY_RIGHTS);
export type FamilyRight = z.infer<typeof FamilyRight>;
