import { actorOf, actorRef, requestPart } from '@doorstep/auth';
import type { EventMeta } from '@doorstep/messaging';
import { isRecorded, type ServiceRequest } from './request-context.js';

/** Who acts and in which correlation: what every event of this request carries. */
export const Meta: () => ParameterDecorator = requestPart((_none: void, context): EventMeta => {
  const request = context.switchToHttp().getRequest<ServiceRequest>();
  const { correlationId, traceparent } = request;
  const recorded = isRecorded(traceparent) ? { traceparent } : {};
  return { actor: actorRef(actorOf(context)), correlationId, ...recorded };
});
