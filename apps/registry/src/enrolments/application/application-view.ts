import type { ApplicationView } from '@doorstep/contracts';
import type { Application, ApplicationStep } from '../domain/application.js';

export function applicationViewOf(application: Application, steps: readonly ApplicationStep[]): ApplicationView {
  return {
    ...application,
    steps: steps.map(({ at, questions, documents, ...step }) => ({
      ...step,
      at: at.toISOString(),
      ...(questions && { questions: [...questions] }),
      ...(documents && { documents: [...documents] }),
    })),
  };
}
