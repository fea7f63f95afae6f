import type { MessagingService } from './messaging-services.js';

/** A statement that answers one row per violation, in the database of one service. */
export interface SqlRule {
  readonly invariant: string;
  readonly service: MessagingService;
  readonly says: string;
  readonly sql: string;
}
