import { requestPart } from '@doorstep/auth';
import { documentHeader } from './document-header.js';
import { HttpProblemError, MalformedRequestError } from './errors.js';
import type { ServiceRequest } from './request-context.js';

interface IfMatchOptions {
  /** Without the header the parameter is undefined; for a PUT that may also create. */
  readonly optional?: boolean;
}

const read = requestPart((options: IfMatchOptions, context): number | undefined => {
  const header = context.switchToHttp().getRequest<ServiceRequest>().headers['if-match'];
  if (header === undefined) {
    if (options.optional === true) return undefined;
    throw new HttpProblemError(428, 'HTTP.PRECONDITION_REQUIRED', 'send If-Match with the ETag that you have seen');
  }
  const match = /^"(\d{1,15})"$/.exec(header.trim());
  if (!match) throw new MalformedRequestError('If-Match must be one ETag as it was given');
  return Number(match[1]);
});

/** The version number in `If-Match`; 428 when it is missing. Compare with assertVersion. */
export function IfMatch(options: IfMatchOptions = {}): ParameterDecorator {
  return (target, key, index) => {
    read(options)(target, key, index);
    documentHeader(
      {
        name: 'If-Match',
        required: options.optional !== true,
        description: 'The ETag of the version that is to be changed.',
        schema: { type: 'string' },
      },
      target,
      key,
    );
  };
}
