import { ApiList } from '@doorstep/contracts';
import { applyDecorators } from '@nestjs/common';
import type { z } from 'zod';
import { Answer } from '../http/answer.js';

/**
 * A list: pages of JSON, or for `Accept: text/csv` and its XLSX counterpart the whole of it as a file, from `cursor` on and with the same
 * filters. Columns are named like the members in JSON, amounts are fen. `first`: without pages, only so many as `limit` says; when it
 * says nothing, 200 in a file.
 */
export function ListOf(page: z.ZodObject, name: string, { first = false } = {}): MethodDecorator {
  return applyDecorators(Answer(page), ApiList(page, name, { first }));
}
