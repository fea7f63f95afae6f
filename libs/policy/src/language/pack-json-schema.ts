import { z } from 'zod';
import { PackDocument } from './pack-schema.js';

/** JSON Schema (2020-12) of pack documents, for editors. */
export function packJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(PackDocument, { io: 'input', reused: 'ref' }),
    title: 'Doorstep policy pack',
    description: 'One dated version of a pack of rules. Money is integer fen, rates are basis points.',
  };
}
