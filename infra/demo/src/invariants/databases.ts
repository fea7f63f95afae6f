import type { MessagingService } from './messaging-services.js';

/** Owner's and service's own URL of each service's database. */
export interface DatabaseUrls {
  readonly owner: string;
  readonly app: string;
}
export type Databases = Readonly<Record<MessagingService, DatabaseUrls>>;
