import { ApiRequestHeader } from '@doorstep/contracts';

/** Lets a parameter decorator document the header that it reads on its route. */
export function documentHeader(
  header: Parameters<typeof ApiRequestHeader>[0],
  target: object,
  key: string | symbol | undefined,
): void {
  if (key === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  if (descriptor) ApiRequestHeader(header)(target, key, descriptor);
}
