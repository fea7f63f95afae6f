import type { z } from 'zod';
import { ApiAlsoAs } from './api-notes.js';

/** The files as which a list may be had, by the ending of their name. */
export const LIST_FILE_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type ListFileFormat = keyof typeof LIST_FILE_TYPES;

/** A route that answers pages of a list, and the name of its file. */
export interface ListNote {
  readonly page: z.ZodObject;
  readonly name: string;
}

const lists = new WeakMap<object, ListNote>();
const BARE_TYPES = Object.values(LIST_FILE_TYPES).map((type) => type.replace(/;.*/, ''));

/** Says that a route answers pages of a list: whoever asks for a file by `Accept` is given the whole of it by the service's platform. */
export function ApiList(page: z.ZodObject, name: string): MethodDecorator {
  return (target, key, descriptor) => {
    if (typeof descriptor.value === 'function') lists.set(descriptor.value, { page, name });
    ApiAlsoAs(...BARE_TYPES)(target, key, descriptor);
  };
}

export const listNoteOf = (handler: object): ListNote | undefined => lists.get(handler);
