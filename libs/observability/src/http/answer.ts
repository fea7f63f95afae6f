import { ApiAnswer } from '@doorstep/contracts';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { applyDecorators, HttpCode, Injectable, SetMetadata, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { map } from 'rxjs';
import type { z } from 'zod';
import { etagOf } from './etag.js';

const ANSWER = Symbol('doorstep:answer');

interface AnswerOptions {
  /** The member of the answer that is its version; sent as ETag. */
  readonly etag?: string;
  readonly description?: string;
}

interface AnswerRule extends AnswerOptions {
  readonly schema: z.ZodType | null;
}

/**
 * Declares what a route answers: the status, the schema that the returned object is written through (members that it does not
 * name never leave the service), and optionally the ETag. `null` means an empty answer, 204 unless said otherwise.
 */
export function Answer(schema: z.ZodType | null, status?: number, options: AnswerOptions = {}): MethodDecorator {
  const code = status ?? (schema ? 200 : 204);
  const description = options.description ?? (code === 201 ? 'Created, or created before by the same key.' : 'Done.');
  return applyDecorators(
    SetMetadata<symbol, AnswerRule>(ANSWER, { schema, ...options }),
    HttpCode(code),
    ApiAnswer({ status: code, description, ...(schema && { standardSchema: schema }) }),
  );
}

@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rule = Reflect.getMetadata(ANSWER, context.getHandler()) as AnswerRule | undefined;
    if (!rule) return next.handle();
    return next.handle().pipe(map((value: unknown) => written(value, rule, context)));
  }
}

function written(value: unknown, rule: AnswerRule, context: ExecutionContext): unknown {
  if (!rule.schema) return undefined;
  // A file for which the same list was asked; its rows were written through the schema already.
  if (value instanceof StreamableFile) return value;
  const result = rule.schema.safeParse(value);
  if (!result.success) throw new Error(`the answer does not fit its schema: ${faultsOf(result.error)}`);
  if (rule.etag !== undefined) {
    const version = (result.data as Record<string, unknown>)[rule.etag];
    if (typeof version === 'number') context.switchToHttp().getResponse<FastifyReply>().header('etag', etagOf(version));
  }
  return result.data;
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.')} (${issue.code})`).join(', ');
}
