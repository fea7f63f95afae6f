import { actorOf, actorRef, requestPart } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '../events/event-meta.js';

/** Who acts, for the events about acts on messaging itself. */
export const ActingMeta: () => ParameterDecorator = requestPart((_none: void, context): EventMeta => {
  const { correlationId } = context.switchToHttp().getRequest<{ correlationId?: string }>();
  return { actor: actorRef(actorOf(context)), correlationId: correlationId ?? uuidv7() };
});
