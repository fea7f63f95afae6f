import { z } from 'zod';

/**
 * CloudEvents 1.0.2 in structured mode. `sequence` counts the events of a source without gaps from 1; `previous` is the number
 * sent before this one to the same partition (0 for the first). Both are decimal strings, since a CloudEvents Integer has 32 bits.
 * `source` is `<service>/<shard>/<epoch>`; `subject` is the record key; `actor` is who acted, as `<kind>:<subject>`.
 */
export const EventEnvelope = z.looseObject({
  actor: z.string().min(1).max(200),
  causationid: z.string().max(100).optional(),
  correlationid: z.string().min(1).max(100),
  data: z.looseObject({}),
  dataschema: z.string().min(1).max(300),
  datacontenttype: z.literal('application/json'),
  id: z.uuid(),
  previous: z.string().regex(/^(0|[1-9]\d{0,18})$/),
  sequence: z.string().regex(/^[1-9]\d{0,18}$/),
  source: z.string().regex(/^[a-z-]+\/\d{1,4}\/\d{1,9}$/),
  specversion: z.literal('1.0'),
  subject: z.string().min(1).max(200),
  time: z.iso.datetime({ offset: true }),
  type: z.string().min(1).max(200),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** Largest canonical `data` in bytes; kept by a CHECK in every outbox. */
export const MAX_EVENT_DATA_BYTES = 48 * 1024;

export const EVENT_CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/** `dataschema` of an event type; resolvable under `/<service>/schemas/…` through the gateway. */
export function dataSchemaOf(type: string): string {
  return `urn:doorstep:schema:${type}`;
}
