import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

type Read<Options, Part> = (options: Options, context: ExecutionContext) => Part;

const reads = new WeakSet<object>();

/** A parameter of a handler that is read from the request by a function which checks what it reads. */
export function requestPart<Options = void, Part = unknown>(
  read: Read<Options, Part>,
): (options: Options) => ParameterDecorator {
  reads.add(read);
  return createParamDecorator(read) as (options: Options) => ParameterDecorator;
}

/** Whether a decorator's function came through requestPart; with any other a service does not start. */
export function isRequestPart(read: unknown): boolean {
  return typeof read === 'function' && reads.has(read);
}
