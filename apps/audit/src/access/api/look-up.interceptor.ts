import type { Actor } from '@doorstep/auth';
import { actorOf } from '@doorstep/auth';
import type { ServiceRequest } from '@doorstep/observability';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { concatMap } from 'rxjs';
import { NoteLookUpHandler } from '../application/note-look-up.handler.js';
import { lookMarkOf } from './look-up.decorator.js';
import { lookingOf } from './looking.js';

/** Notes what was asked when the answer is ready, and only then lets it go: what was refused showed nothing. */
@Injectable()
export class LookUpInterceptor implements NestInterceptor {
  /** A file asks the route for page after page, and is one look. */
  private readonly noted = new WeakSet<object>();

  constructor(private readonly note: NoteLookUpHandler) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const mark = lookMarkOf(context.getHandler());
    if (!mark || !isWatched(actorOf(context))) return next.handle();
    const request = context.switchToHttp().getRequest<ServiceRequest>();
    const looking = lookingOf(request, mark.kind);
    if (mark.itself) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        if (!this.noted.has(request)) await this.note.execute(looking);
        this.noted.add(request);
        return answer;
      }),
    );
  }
}

/** Families see their own records only; that is no look-up. */
function isWatched({ roles }: Actor): boolean {
  return roles.some((role) => role !== 'family');
}
