import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { FieldError } from './errors.js';
import { ValidationError } from './errors.js';

const MAX_ERRORS = 50;
const PLACES = { body: 'body', query: 'query', param: 'path', custom: 'headers' } as const;

/** Validates every parameter of a route with the zod schema in its decorator. That there is one is checked at boot. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const schema = metadata.schema as z.ZodType | undefined;
    if (!schema || metadata.type === 'custom') return value;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const place = PLACES[metadata.type as keyof typeof PLACES] ?? 'headers';
    const prefix = metadata.data === undefined ? [] : [metadata.data];
    throw new ValidationError(
      result.error.issues.flatMap((issue) => errorsOf(issue, place, prefix)).slice(0, MAX_ERRORS),
    );
  }
}

function errorsOf(issue: z.core.$ZodIssue, place: FieldError['in'], prefix: readonly string[]): FieldError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'unrecognized_keys')
    return [{ pointer: pointerOf(path), in: place, code: issue.code, detail: issue.message.slice(0, 300) }];
  return issue.keys.map((key) => ({
    pointer: pointerOf([...path, key]),
    in: place,
    code: issue.code,
    detail: 'is not known here',
  }));
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
