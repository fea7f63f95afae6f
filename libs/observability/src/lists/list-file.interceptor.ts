import { type ListFileFormat, type ListNote, LIST_FILE_TYPES, listNoteOf } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { from, lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import { CLOCK } from '../boot/tokens.js';
import type { Cell } from './csv.js';
import { aboutHeaders, aboutRows } from './list-about.js';
import { columnsOf, rowOf } from './table-columns.js';
import { ExportTooLongError, fileHeaders, MOST_ROWS, tableFile } from './table-file.js';

/** A list that has no `next` is answered whole. */
type PageSchema = z.ZodObject<{ items: z.ZodArray; next: z.ZodOptional<z.ZodNullable<z.ZodString>> }>;

const PAGE = '200';

/** What an `Accept` header likes best of what there is; undefined = JSON. */
export function fileAsked(accept: string | undefined): ListFileFormat | undefined {
  const ranges = (accept ?? '').split(',', 20).map((range, place) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { format: formatOf(type), weight, place };
  });
  const known = ranges.filter(({ format, weight }) => format !== undefined && weight > 0);
  const [best] = known.sort((a, b) => b.weight - a.weight || a.place - b.place);
  return best?.format === 'json' ? undefined : best?.format;
}

function formatOf(type: string): ListFileFormat | 'json' | undefined {
  if (type === '*/*' || type === 'application/*' || type === 'application/json') return 'json';
  return (Object.keys(LIST_FILE_TYPES) as ListFileFormat[]).find(
    (format) => LIST_FILE_TYPES[format].split(';')[0] === type,
  );
}

/** Asks the route for page after page: what a caller may see, and how it is filtered, is decided in one place. */
@Injectable()
export class ListFileInterceptor implements NestInterceptor {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const list = listNoteOf(context.getHandler());
    if (!list) return next.handle();
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    reply.header('vary', 'accept');
    const format = fileAsked(request.headers.accept);
    return format ? from(fileOf(list, format, { request, reply, next, clock: this.clock })) : next.handle();
  }
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly next: CallHandler;
  readonly clock: Clock;
}

async function fileOf(
  list: ListNote,
  format: ListFileFormat,
  { request, reply, next, clock }: Asked,
): Promise<StreamableFile> {
  const schema = list.page as unknown as PageSchema;
  const columns = columnsOf(schema.shape.items.element as z.ZodType);
  const rows: Cell[][] = [columns.map(({ name }) => name)];
  const asked = request.query as Record<string, unknown>;
  const isPaged = 'next' in list.page.shape;
  const most = list.first ? { limit: PAGE } : {};
  let more: Record<string, unknown> = {};
  for (let cursor = asked['cursor']; cursor !== null && !request.raw.destroyed;) {
    // Pipes read the query again each time the route is run.
    request.query = { ...most, ...asked, ...(isPaged && { limit: PAGE }), ...(cursor !== undefined && { cursor }) };
    const { items, next: following, ...rest } = schema.parse(await lastValueFrom(next.handle()));
    rows.push(...items.map((item) => rowOf(columns, item)));
    more = rest;
    if (rows.length > MOST_ROWS + 1) throw new ExportTooLongError(MOST_ROWS);
    cursor = following ?? null;
  }
  // The length of a page says nothing of the whole list.
  const { limit: _page, ...others } = asked;
  const filter = isPaged ? others : asked;
  const madeAt = clock.now().toISOString();
  const about = { address: request.originalUrl, filter, rows: rows.length - 1, madeAt, more };
  const content = tableFile(format, list.name, rows, aboutRows(about));
  const headers = { ...fileHeaders(format, list.name), ...aboutHeaders(about) };
  reply.headers(headers);
  return new StreamableFile(content, {
    type: LIST_FILE_TYPES[format],
    disposition: headers['content-disposition'] ?? '',
    length: content.length,
  });
}
