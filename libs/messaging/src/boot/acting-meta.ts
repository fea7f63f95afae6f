import { actorOf, actorRef } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { EventMeta } from '../events/event-meta.js';

/** Who acts, for the events about acts on messaging itself. */
export const ActingMeta: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): EventMeta => {
    const { correlationId } = context.switchToHttp().getRequest<{ correlationId?: string }>();
    return { actor: actorRef(actorOf(context)), correlationId: correlationId ?? uuidv7() };
  },
);
