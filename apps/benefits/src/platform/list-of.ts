import { ApiAlsoAs } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { applyDecorators, StreamableFile, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { from, lastValueFrom } from 'rxjs';
import type { z } from 'zod';
import type { Cell } from './csv.js';
import { columnsOf, rowOf, type TableColumn } from './table-columns.js';
import { ExportTooLongError, FILE_TYPES, fileHeaders, type FileFormat, MOST_ROWS, tableFile } from './table-file.js';

type PageSchema = z.ZodObject<{ items: z.ZodArray; next: z.ZodNullable<z.ZodString> }>;

const BARE_TYPES = Object.values(FILE_TYPES).map((type) => type.replace(/;.*/, ''));
const PAGE = '200';

/**
 * A list: pages of JSON, or for `Accept: text/csv` and its XLSX counterpart the whole of it as a file, from `cursor` on and with the same
 * filters. Columns are named like the members in JSON, amounts are fen.
 */
export function ListOf(page: z.ZodObject, name: string): MethodDecorator {
  return applyDecorators(
    Answer(page),
    ApiAlsoAs(...BARE_TYPES),
    UseInterceptors(new ListFileInterceptor(page as unknown as PageSchema, name)),
  );
}

/** What an `Accept` header likes best of what there is; undefined = JSON. */
export function fileAsked(accept: string | undefined): FileFormat | undefined {
  const ranges = (accept ?? '').split(',', 20).map((range, place) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { format: formatOf(type), weight, place };
  });
  const known = ranges.filter(({ format, weight }) => format !== undefined && weight > 0);
  const [best] = known.sort((a, b) => b.weight - a.weight || a.place - b.place);
  return best?.format === 'json' ? undefined : best?.format;
}

function formatOf(type: string): FileFormat | 'json' | undefined {
  if (type === '*/*' || type === 'application/*' || type === 'application/json') return 'json';
  return (Object.keys(FILE_TYPES) as FileFormat[]).find((format) => FILE_TYPES[format].split(';')[0] === type);
}

/** Asks the route for page after page: what a caller may see, and how it is filtered, is decided in one place. */
class ListFileInterceptor implements NestInterceptor {
  private readonly columns: readonly TableColumn[];

  constructor(
    private readonly page: PageSchema,
    private readonly name: string,
  ) {
    this.columns = columnsOf(page.shape.items.element as z.ZodType);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    reply.header('vary', 'accept');
    const format = fileAsked(request.headers.accept);
    return format ? from(this.file(format, request, reply, next)) : next.handle();
  }

  private async file(
    format: FileFormat,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<StreamableFile> {
    const rows: Cell[][] = [this.columns.map(({ name }) => name)];
    const asked = request.query as Record<string, unknown>;
    for (let cursor = asked['cursor']; cursor !== null && !request.raw.destroyed;) {
      // Pipes read the query again each time the route is run.
      request.query = { ...asked, limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const page = this.page.parse(await lastValueFrom(next.handle()));
      rows.push(...page.items.map((item) => rowOf(this.columns, item)));
      if (rows.length > MOST_ROWS + 1) throw new ExportTooLongError(MOST_ROWS);
      cursor = page.next;
    }
    const content = tableFile(format, this.name, rows);
    const headers = fileHeaders(format, this.name);
    reply.headers(headers);
    return new StreamableFile(content, {
      type: FILE_TYPES[format],
      disposition: headers['content-disposition'] ?? '',
      length: content.length,
    });
  }
}
