import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { SiteTermKind, SiteTermValue } from './site-terms.js';

/** Holds in [from, to), and at most until the next term of the same series begins. No person is named here. */
export const SiteTermState = z.looseObject({
  termId: Id,
  siteId: Code,
  /** Counts the terms of the site from 1. */
  version: z.int().min(1),
  kind: SiteTermKind,
  /** What follows each other: all terms of a kind; each closure is a series of its own. */
  series: z.string().min(1).max(60),
  from: DateField,
  to: DateField.nullable(),
  term: SiteTermValue,
});
export type SiteTermState = z.infer<typeof SiteTermState>;

export const SiteTermRecordedV1 = defineEvent({
  type: 'registry.site.term-recorded.v1',
  topic: TOPICS.registrySite,
  summary:
    'What holds of a site for a time: operator, prices, kitchen and seats, rooms, stops, hours, closures. On a day counts, of each series, the term with the latest `from`, of several of one day the highest version.',
  data: z.looseObject({ ...SiteTermState.shape, recordedAt: InstantField }),
});
