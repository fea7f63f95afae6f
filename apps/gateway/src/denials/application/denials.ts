import { AccessDeniedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent, Outbox } from '@doorstep/messaging';
import { LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';

export interface Denial {
  /** `<kind>:<subject>`, or null. */
  readonly caller: string | null;
  readonly service: string;
  readonly resource: string;
  readonly method: string;
  readonly code: string;
}

interface Tally {
  count: number;
  firstAt: string;
  lastAt: string;
}

type Counted = Denial & Tally;

const FLUSH_MS = 1_000;
/** Different refusals of one flush; what comes on top is counted under one name, so a flood costs nothing but a number. */
const DIFFERENT = 200;

/** Refusals on their way into the audit log: equal ones of a moment are one event with a count. */
@Injectable()
export class Denials implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly counted = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    @Inject(LOGGER) private readonly logger: { warn(details: object, text: string): void },
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  note(denial: Denial): void {
    const now = new Date().toISOString();
    this.count(denial, { count: 1, firstAt: now, lastAt: now });
  }

  private count(denial: Denial, { count, firstAt, lastAt }: Tally): void {
    const { caller, service, resource, method, code } = denial;
    const key = JSON.stringify({ caller, service, resource, method, code });
    const crowded = !this.counted.has(key) && this.counted.size >= DIFFERENT;
    const filed = crowded
      ? { caller: null, service: 'any', resource: '/other', method: 'ANY', code }
      : { caller, service, resource, method, code };
    const name = crowded ? JSON.stringify(filed) : key;
    const known = this.counted.get(name);
    if (!known) this.counted.set(name, { ...filed, count, firstAt, lastAt });
    else {
      known.count += count;
      if (firstAt < known.firstAt) known.firstAt = firstAt;
      if (lastAt > known.lastAt) known.lastAt = lastAt;
    }
  }

  /** Writes what was counted; after a failure it is counted on. */
  flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  private async write(): Promise<void> {
    const batch = [...this.counted.values()];
    if (batch.length === 0) return;
    this.counted.clear();
    const events = batch.map((denial) => {
      const accessId = uuidv7();
      const meta = { actor: denial.caller ?? 'gateway:anonymous', correlationId: accessId };
      return newEvent(AccessDeniedV1, accessId, { accessId, ...denial }, meta);
    });
    try {
      const keys = events.map(({ key }) => ({ space: 'access' as const, key }));
      await this.transactions.run({ keys }, async (tx) => {
        await this.outbox.add(tx, { actor: 'gateway:denials', correlationId: uuidv7() }, ...events);
      });
    } catch (error) {
      this.logger.warn({ err: error }, 'refusals could not be recorded yet');
      for (const denial of batch) this.count(denial, denial);
    }
  }
}
