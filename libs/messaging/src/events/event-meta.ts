/** Who caused an event and in which course of things. It travels to the audit log. */
export interface EventMeta {
  /** `<kind>:<subject>`, for example `staff:op-puya`. */
  readonly actor: string;
  /** One for everything that follows from one request. */
  readonly correlationId: string;
  /** Id of the event that this one reacts to. */
  readonly causationId?: string;
  /** W3C trace context, only of a trace that somebody records: each header costs every record on its way. */
  readonly traceparent?: string;
}

/** For a reaction: the same actor and course of things, caused by that event. */
export function metaFrom(event: {
  readonly id: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}): EventMeta {
  const { id, actor, correlationId, traceparent } = event;
  const meta = { actor, correlationId, causationId: id };
  return traceparent === undefined ? meta : { ...meta, traceparent };
}
