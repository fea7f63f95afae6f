import { z } from 'zod';
import { Code, Id, InstantField } from '../events/fields.js';
import { AccountSubject } from '../registry/staff-facts.js';

/** A session of the gateway: its public id (never its token), whose it is and when something happened to it. */
export const SESSION_FACTS = { sessionId: Id, subject: AccountSubject, at: InstantField };

/** Why a session ended. */
export const SessionEnd = z.enum(['signed_out', 'signed_out_everywhere', 'killed', 'idle', 'absolute', 'replaced']);
export type SessionEnd = z.infer<typeof SessionEnd>;

/** How somebody proved who they are: one factor, two factors, or a PIN at a paired device of a site. */
export const SignInStrength = z.enum(['single', 'two_factor', 'device_pin']);
export type SignInStrength = z.infer<typeof SignInStrength>;

export const DeviceSite = Code.nullable();
