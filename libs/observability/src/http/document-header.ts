import type { ApiHeaderOptions } from '@nestjs/swagger';
import { ApiHeader } from '@nestjs/swagger';

/** Lets a parameter decorator document the header that it reads on its route. */
export function documentHeader(options: ApiHeaderOptions, target: object, key: string | symbol | undefined): void {
  if (key === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  if (descriptor) ApiHeader(options)(target, key, descriptor);
}
