import { failureOf } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PlacementBatch } from './placement-batch.js';
import type { PlaceMealOrder, PlacementOutcome } from './place-meal-order.command.js';

/** Orders of one transaction at most; more make its locks last longer than they save. */
export const MAX_BATCH = 64;
/** Transactions at a time: one commits while the next one reads. More would only wait for each other's lanes. */
export const MAX_RUNNING = 2;
/** Orders that may stand in line; beyond it the service says so at once instead of timing out later. */
export const MAX_WAITING = 2_000;

interface Waiting {
  readonly command: PlaceMealOrder;
  readonly resolve: (outcome: PlacementOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export class QueueFullError extends Error {
  readonly statusCode = 503;

  constructor() {
    super('too many orders are waiting');
  }
}

/**
 * The line before the counter. An order that comes alone is placed alone and at once; those that come while others are being
 * committed go together. Nobody waits for a batch to fill.
 */
@Injectable()
export class PlacementQueue {
  private readonly waiting: Waiting[] = [];
  /** What was asked for and is not answered yet, by who asks, key and content. */
  private readonly open = new Map<string, Promise<PlacementOutcome>>();
  private running = 0;

  constructor(private readonly batch: PlacementBatch) {}

  /**
   * The same request again while the first is not answered gets the same answer: one after the other, each would wait for a transaction
   * of its own, and a storm of retries would stand before everybody else.
   */
  async place(command: PlaceMealOrder): Promise<PlacementOutcome> {
    const same = sameRequest(command);
    const first = this.open.get(same);
    if (first) return first;
    if (this.waiting.length >= MAX_WAITING) throw new QueueFullError();
    const outcome = this.stand(command).finally(() => this.open.delete(same));
    this.open.set(same, outcome);
    return outcome;
  }

  private stand(command: PlaceMealOrder): Promise<PlacementOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    while (this.running < MAX_RUNNING && this.waiting.length > 0) {
      const group = this.nextGroup();
      this.running += 1;
      void this.run(group).finally(() => {
        this.running -= 1;
        this.start();
      });
    }
  }

  /** One order of a person, a key and an id at a time: the next one must see what became of the first. */
  private nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    const names = new Set<string>();
    for (let index = 0; index < this.waiting.length && group.length < MAX_BATCH;) {
      const candidate = this.waiting[index] as Waiting;
      const own = namesOf(candidate.command);
      if (own.some((name) => names.has(name))) {
        index += 1;
        continue;
      }
      for (const name of own) names.add(name);
      group.push(candidate);
      this.waiting.splice(index, 1);
    }
    return group;
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.batch.run(group.map(({ command }) => command));
      group.forEach(({ resolve }, index) => resolve(outcomes[index] as PlacementOutcome));
    } catch (error) {
      // One order that the database refuses must not take the others with it: each is tried by itself.
      if (group.length > 1 && failureOf(error) !== 'transient') for (const one of group) await this.run([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}

function sameRequest({ request: { principal, route, key, bodyHash } }: PlaceMealOrder): string {
  return JSON.stringify([principal, route, key, bodyHash]);
}

function namesOf({ body, request }: PlaceMealOrder): string[] {
  return [`person/${body.personId ?? body.id}`, `order/${body.id}`, `key/${request.principal}/${request.key}`];
}
