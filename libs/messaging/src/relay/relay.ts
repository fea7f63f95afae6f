import type { ServiceName } from '@doorstep/contracts';
import type { Client } from 'pg';
import type { MessagingLogger } from '../kafka/kafka-config.js';
import type { EventPublisher, TailReader } from '../kafka/ports.js';
import type { Cursor } from './cursor.js';
import { CursorStore } from './cursor-store.js';
import { FreshEvents, type FreshEvent } from './fresh-events.js';
import { HorizonWatch } from './horizon-watch.js';
import { Lead, LEAD_IDLE_MS } from './lead.js';
import { OutboxReader } from './outbox-reader.js';
import { RelayChores } from './relay-chores.js';
import { databaseIdentity, tryLead } from './relay-connection.js';
import { PublishFailedError, RelaySession, type SessionParts, type StepWatcher } from './relay-session.js';
import { Sleeper } from './sleeper.js';
import { checkStart, RelayRefusesError } from './start-check.js';

export interface RelayParts {
  readonly service: ServiceName;
  readonly shard: number;
  /** A new connection for every term, not yet connected. */
  readonly connect: (idleMs: number) => Client;
  /** Default 10 000. */
  readonly leadIdleMs?: number;
  /** How long `close` goes on sending what is committed; default 5 000. */
  readonly closeMs?: number;
  readonly publisher: EventPublisher;
  readonly tails: TailReader;
  readonly logger: MessagingLogger;
  readonly watch?: StepWatcher;
  /** Tests put faulty parts here to show that their checker sees them. */
  readonly createReader?: (client: Client) => OutboxReader;
  readonly createSession?: (parts: SessionParts, cursor: Cursor) => RelaySession;
}

/** `standby`: another instance leads. `refused`: only a new epoch helps. `failing`: Kafka or the database does not answer. */
export type RelayState = 'starting' | 'standby' | 'running' | 'failing' | 'refused' | 'closed';

export interface RelayStatus {
  readonly state: RelayState;
  readonly detail?: string;
  /** Number of the last event sent. */
  readonly sequence: number;
  readonly oldestWriteSeconds: number;
}

/** While there is work: what was committed above the horizon shows at the next tick. */
const TICK_MS = 10;
/** At night: only commits of other instances wait that long, since those of this process wake the relay. */
const IDLE_TICK_MS = 50;
const IDLE_AFTER_MS = 1_000;
const STANDBY_MS = 500;
const MAX_BACKOFF_MS = 5_000;
const REFUSED_MS = 30_000;
const CLOSE_MS = 5_000;

/** Sends what the outbox holds: woken after a commit of this process, and looking by itself, every ten milliseconds while there is work. */
export class Relay {
  private readonly sleeper = new Sleeper();
  private readonly fresh = new FreshEvents();
  private state: RelayState = 'starting';
  private detail: string | undefined;
  private sequence = 0;
  private horizon: HorizonWatch | undefined;
  private running: Promise<void> | undefined;
  private closing = false;

  constructor(private readonly parts: RelayParts) {}

  start(): void {
    this.running ??= this.loop();
  }

  /** This process has committed these events; what another instance sends is not kept here. */
  committed(events: readonly FreshEvent[]): void {
    if (this.state === 'running') this.fresh.keep(events);
    this.wake();
  }

  wake(): void {
    this.sleeper.wake();
  }

  status(): RelayStatus {
    const { state, detail, sequence } = this;
    const oldestWriteSeconds = this.horizon?.oldestWriteSeconds() ?? 0;
    return { state, sequence, oldestWriteSeconds, ...(detail !== undefined && { detail }) };
  }

  /** Sends what is committed by now, unless Kafka does not answer or it takes too long. */
  async close(): Promise<void> {
    this.closing = true;
    this.wake();
    await this.running;
    await this.parts.publisher.close();
    this.enter('closed');
  }

  private get leadIdleMs(): number {
    return this.parts.leadIdleMs ?? LEAD_IDLE_MS;
  }

  private async loop(): Promise<void> {
    for (let failures = 0; !this.closing;) {
      const client = this.parts.connect(this.leadIdleMs);
      try {
        await client.connect();
        failures = 0;
        await this.term(client);
      } catch (error) {
        failures += 1;
        this.report(error);
        await this.pause(error instanceof RelayRefusesError ? REFUSED_MS : backoff(failures));
      } finally {
        this.horizon = undefined;
        await client.end().catch(() => undefined);
      }
    }
  }

  /** Until the connection, and with it the lead, is lost. */
  private async term(client: Client): Promise<void> {
    while (!(await tryLead(client, this.parts.shard))) {
      if (this.closing) return;
      this.enter('standby');
      await this.sleeper.sleep(STANDBY_MS);
    }
    this.fresh.clear();
    const session = await this.open(client);
    this.horizon = new HorizonWatch(client);
    this.enter('running');
    await this.pump(client, session);
  }

  private async open(client: Client): Promise<RelaySession> {
    const { service, shard, publisher, tails, watch } = this.parts;
    const database = await databaseIdentity(client);
    const store = new CursorStore(client);
    const reader = this.parts.createReader?.(client) ?? new OutboxReader(client, this.fresh);
    const cursor = await store.load(shard, database);
    const lead = new Lead(client, this.leadIdleMs);
    await lead.hold(() => checkStart(service, cursor, database, tails, reader));
    const parts = { service, lead, reader, store, publisher, ...(watch && { watch }) };
    return this.parts.createSession?.(parts, cursor) ?? new RelaySession(parts, cursor);
  }

  private async pump(client: Client, session: RelaySession): Promise<void> {
    const chores = new RelayChores(client, session, this.horizon as HorizonWatch, this.parts.logger);
    let busyUntil = 0;
    let failures = 0;
    while (!this.closing) {
      try {
        const sent = await session.step();
        this.sequence = session.sequence;
        failures = 0;
        this.enter('running');
        await chores.due();
        const now = performance.now();
        const woken = sent === 0 && (await this.sleeper.sleep(now < busyUntil ? TICK_MS : IDLE_TICK_MS));
        if (sent > 0 || woken) busyUntil = now + IDLE_AFTER_MS;
      } catch (error) {
        if (!(error instanceof PublishFailedError)) throw error;
        failures += 1;
        this.report(error);
        await chores.due();
        await this.pause(backoff(failures));
      }
    }
    if (failures === 0) await session.finish(this.parts.closeMs ?? CLOSE_MS);
    this.sequence = session.sequence;
  }

  /** Unlike a sleep, new commits do not cut it short. */
  private async pause(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0 && !this.closing; left = until - performance.now())
      await this.sleeper.sleep(left);
  }

  private report(error: unknown): void {
    const refused = error instanceof RelayRefusesError;
    this.enter(refused ? 'refused' : 'failing', error instanceof Error ? error.message : String(error));
    this.parts.logger[refused ? 'error' : 'warn']({ err: error, shard: this.parts.shard }, 'the relay does not send');
  }

  private enter(state: RelayState, detail?: string): void {
    if (state !== this.state) this.parts.logger.info({ state, shard: this.parts.shard }, 'relay');
    this.state = state;
    this.detail = detail;
  }
}

function backoff(failures: number): number {
  return Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures, 10));
}
