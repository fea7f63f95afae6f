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

/** Pages and documents for people, which no program calls. */
export const NotInApi = (): ClassDecorator => (controller) =>
  void waiting.push((generator) => generator.ApiExcludeController()(controller));

/** Hands every note over, once. */
export function applyApiNotes(generator: ApiGenerator): void {
  for (const apply of waiting.splice(0)) apply(generator);
}
