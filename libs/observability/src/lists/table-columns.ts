import { z } from 'zod';
import type { Cell } from './csv.js';

/** One column of a list as a table, named like the member in JSON: `before.claimId`. */
export interface TableColumn {
  readonly name: string;
  readonly path: readonly string[];
}

/** Read from the schema, so that an empty list has its head line and every row the same columns. */
export function columnsOf(schema: z.ZodType, path: readonly string[] = []): TableColumn[] {
  const inner = bare(schema);
  if (!(inner instanceof z.ZodObject)) return [{ name: path.join('.'), path }];
  return Object.entries(inner.shape).flatMap(([key, member]) => columnsOf(member as z.ZodType, [...path, key]));
}

export function rowOf(columns: readonly TableColumn[], item: unknown): Cell[] {
  return columns.map(({ path }) => cellOf(path.reduce<unknown>(memberOf, item)));
}

function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return bare(schema.unwrap() as z.ZodType);
  return schema;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : null;
}

/** Lists and what has no fixed members stand in their cell as JSON. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value);
}
