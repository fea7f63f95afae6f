import type { Tx } from '@doorstep/persistence';
import type { Invitation } from '../domain/invitation.js';

export abstract class InvitationRepository {
  abstract find(tx: Tx, personId: string, invitationId: string): Promise<Invitation | undefined>;
  abstract byHash(tx: Tx, codeHash: Buffer): Promise<Invitation | undefined>;
  /** Newest first. */
  abstract list(tx: Tx, personId: string, limit: number): Promise<Invitation[]>;
  abstract countOpen(tx: Tx, personId: string, now: Date): Promise<number>;
  abstract add(tx: Tx, invitation: Invitation, codeHash: Buffer): Promise<void>;
  /** False when somebody was first. */
  abstract redeem(tx: Tx, invitationId: string, at: Date, subject: string): Promise<boolean>;
  abstract revoke(tx: Tx, invitationIds: readonly string[], at: Date, by: string): Promise<void>;
  /** Of one consent, or with null all of the person. */
  abstract openOf(tx: Tx, personId: string, consentId: string | null): Promise<Invitation[]>;
}
