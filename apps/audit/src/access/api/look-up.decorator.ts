import type { LookUpKind } from '@doorstep/contracts';
import { ApiRequestHeader } from '@doorstep/contracts';
import { applyDecorators, SetMetadata } from '@nestjs/common';

const LOOKS = Symbol('doorstep:audit-look-up');

/** `itself`: the use case notes the look, since it answers before it has returned or holds more than path and query. */
export interface LookMark {
  readonly kind: LookUpKind;
  readonly itself: boolean;
}

/** The route shows something of the log: each time an auditor asks, that is noted before it is answered. */
export function LooksUp(kind: LookUpKind, { itself = false } = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata<symbol, LookMark>(LOOKS, { kind, itself }),
    ApiRequestHeader({
      name: 'X-Purpose',
      required: false,
      description: 'Why this is looked up: a code, noted with who asked and what.',
      schema: { type: 'string', maxLength: 64 },
    }),
  );
}

export function lookMarkOf(handler: object): LookMark | undefined {
  return Reflect.getMetadata(LOOKS, handler) as LookMark | undefined;
}
