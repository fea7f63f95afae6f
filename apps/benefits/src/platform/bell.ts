import { Injectable } from '@nestjs/common';

/** Wakes workers of this process when there is something to do; others find it at their next look. */
@Injectable()
export class Bell {
  private readonly listeners = new Set<() => void>();

  ring(): void {
    for (const listener of this.listeners) listener();
  }

  /** Answers how to stop listening. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
