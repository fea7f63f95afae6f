import type { z } from 'zod';

interface AnswerNote {
  readonly status: number;
  readonly description: string;
  readonly standardSchema?: z.ZodType;
}

interface HeaderNote {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly schema?: object;
}

/** The decorators of the generator of OpenAPI documents that are used here. */
export interface ApiGenerator {
  ApiResponse(answer: AnswerNote): MethodDecorator;
  ApiHeader(header: HeaderNote): MethodDecorator;
  ApiConsumes(mediaType: string): MethodDecorator;
  ApiExtension(key: string, value: unknown): MethodDecorator;
  ApiExcludeController(): ClassDecorator;
}

const waiting: ((generator: ApiGenerator) => void)[] = [];

/**
 * What a route says of itself in the API document. The generator is a quarter of all modules of a service and is needed for the
 * document only; so notes wait here until one is asked for, and services start sooner.
 */
function note(decorator: (generator: ApiGenerator) => MethodDecorator): MethodDecorator {
  return (target, key, descriptor) => void waiting.push((generator) => decorator(generator)(target, key, descriptor));
}

export const ApiAnswer = (answer: AnswerNote): MethodDecorator => note((generator) => generator.ApiResponse(answer));

export const ApiRequestHeader = (header: HeaderNote): MethodDecorator =>
  note((generator) => generator.ApiHeader(header));

export const ApiRequestType = (mediaType: string): MethodDecorator =>
  note((generator) => generator.ApiConsumes(mediaType));

/** Files that the route answers as well, to whom `Accept` asks for them. Taken out of the document where it is completed. */
export const ALSO_AS = 'x-also-as';
export const ApiAlsoAs = (...mediaTypes: readonly string[]): MethodDecorator =>
  note((generator) => generator.ApiExtension(ALSO_AS, mediaTypes));

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
  /** It has no pages but answers as many as `limit` says: when nothing is said, the file has as many as may be asked for. */
  readonly first: boolean;
}

const lists = new WeakMap<object, ListNote>();
const BARE_TYPES = Object.values(LIST_FILE_TYPES).map((type) => type.replace(/;.*/, ''));

/** Says that a route answers pages of a list: whoever asks for a file by `Accept` is given the whole of it by the service's platform. */
export function ApiList(page: z.ZodObject, name: string, { first = false } = {}): MethodDecorator {
  return (target, key, descriptor) => {
    if (typeof descriptor.value === 'function') lists.set(descriptor.value, { page, name, first });
    ApiAlsoAs(...BARE_TYPES)(target, key, descriptor);
  };
}

export const listNoteOf = (handler: object): ListNote | undefined => lists.get(handler);

/** Pages and documents for people, which no program calls. */
export const NotInApi = (): ClassDecorator => (controller) =>
  void waiting.push((generator) => generator.ApiExcludeController()(controller));

/** Hands every note over, once. */
export function applyApiNotes(generator: ApiGenerator): void {
  for (const apply of waiting.splice(0)) apply(generator);
}
