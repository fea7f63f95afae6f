import { ValidationError } from '@doorstep/observability';
import { z } from 'zod';
import type { LiveWish } from '../application/live-client.js';
import type { LivePlace } from '../application/live-event.js';
import { LIVE_TOPICS, placeOf } from '../application/live-event.js';

const MOST_SITES = 20;
const words = (text: string): string[] => [...new Set(text.split(','))];

const LiveQuery = z.strictObject({
  topics: z
    .string()
    .max(300)
    .transform(words)
    .pipe(z.array(z.enum(LIVE_TOPICS))),
  sites: z
    .string()
    .max(1_500)
    .transform(words)
    .pipe(z.array(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)).max(MOST_SITES))
    .optional(),
});

/** `?topics=orders,menus&sites=puya`. Throws ValidationError. */
export function liveWishFrom(query: unknown): LiveWish {
  const parsed = LiveQuery.safeParse(query);
  if (parsed.success) return { topics: parsed.data.topics, sites: parsed.data.sites };
  const [issue] = parsed.error.issues;
  const pointer = `/${String(issue?.path[0] ?? '')}`;
  throw new ValidationError([{ pointer, in: 'query', code: issue?.code ?? 'invalid', detail: issue?.message ?? '' }]);
}

/** Where a browser was when its line broke. What is no place of ours lies before everything, so that it loads again. */
export function lastPlaceFrom(header: string | string[] | undefined): LivePlace | undefined {
  if (header === undefined || header === '') return undefined;
  return (typeof header === 'string' && placeOf(header)) || { xid: 0n, position: -1n };
}
