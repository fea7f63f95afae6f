import { isLocalDate } from '@doorstep/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** The schemas of one OpenAPI document, by JSON Pointer. */
export class DescribedSchemas {
  private readonly ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    formats: { date: (text: string) => isLocalDate(text) },
    logger: false,
  });

  constructor(private readonly document: object) {
    this.ajv.addSchema(document, 'api');
  }

  /** Where the pointer leads when every reference on the way is followed, and what stands there. */
  at(pointer: string): { readonly pointer: string; readonly schema: Schema } {
    const schema = pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((place, part) => (place as Record<string, unknown>)[unescape(part)], this.document) as Schema;
    return schema.$ref === undefined ? { pointer, schema } : this.at(schema.$ref.slice(1));
  }

  /** Whether the schema there refuses the value. */
  refuses(pointer: string, value: unknown): boolean {
    const check = this.ajv.getSchema(`api#${pointer}`) ?? this.ajv.compile({ $ref: `api#${pointer}` });
    return check(value) !== true;
  }
}

export const pointerOf = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const unescape = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
