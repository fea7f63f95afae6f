import { requestPart } from '@doorstep/auth';
import { documentHeader } from './document-header.js';
import type { ServiceRequest } from './request-context.js';

export const MAX_WAIT_MS = 10_000;

const read = requestPart((_none: void, context): number =>
  waitMs(context.switchToHttp().getRequest<ServiceRequest>().headers['prefer']),
);

/** `Prefer: wait=2` (RFC 7240) in milliseconds, at most ten seconds; 0 without it. A preference is never an error. */
export function PreferWait(): ParameterDecorator {
  return (target, key, index) => {
    read()(target, key, index);
    documentHeader(
      {
        name: 'Prefer',
        required: false,
        description: '`wait=N`: hold the answer up to N seconds (at most 10) for the decision.',
        schema: { type: 'string' },
      },
      target,
      key,
    );
  };
}

export function waitMs(header: string | string[] | undefined): number {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  const match = /(?:^|[,;]\s*)wait\s*=\s*"?(\d{1,6})"?(?=\s*(?:$|[,;]))/i.exec(text.trim());
  return match ? Math.min(Number(match[1]) * 1000, MAX_WAIT_MS) : 0;
}
