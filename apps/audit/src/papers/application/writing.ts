import type { EventMeta } from '@doorstep/messaging';

/** Who writes in a working paper, and when. */
export interface Writing {
  readonly by: string;
  readonly at: Date;
  readonly meta: EventMeta;
}
