import type { DomainError } from '@doorstep/kernel';
import type { FieldError } from './errors.js';

/** What an error becomes on the wire, before a title is chosen. */
export interface ProblemFacts {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly details?: DomainError['details'];
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}
