import type { Actor } from '@doorstep/auth';
import type { EventData, EventDefinition } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { ProbedEvent, TestRequest, TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { registry } from '../../src/service.js';
import { AREA_ROWS, SITE_ROWS } from './city.mother.js';

type Answer = Awaited<ReturnType<TestService['inject']>>;

export const CLERK: Partial<Actor> = { subject: 'clerk-1', roles: ['civil_affairs_clerk'], scope: { all: true } };

/** Any 32 bytes. */
export const VAULT_MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

let keys = 0;

/** The service with its own database and topics, and short words for what a test does with it. */
export class RegistryWorld {
  private constructor(readonly service: TestService) {}

  static async start(clock?: Clock, env: Readonly<Record<string, string>> = {}): Promise<RegistryWorld> {
    const options = { env: { VAULT_MASTER_KEY, ...env }, ...(clock && { clock }) };
    return new RegistryWorld(await startTestService(registry, options));
  }

  static nextKey(): string {
    return `key-${++keys}`;
  }

  close(): Promise<void> {
    return this.service.close();
  }

  import(csv: string | Buffer, headers: Record<string, string> = {}, as: TestRequest['as'] = CLERK): Promise<Answer> {
    const own = { 'content-type': 'text/csv', 'idempotency-key': RegistryWorld.nextKey() };
    return this.service.inject({
      method: 'POST',
      url: '/v1/imports',
      payload: csv,
      headers: { ...own, ...headers },
      as,
    });
  }

  /** Imports areas and sites of the small test city. */
  async withCity(): Promise<void> {
    const answer = await this.import([...AREA_ROWS, ...SITE_ROWS].join('\n'));
    if (answer.statusCode !== 201) throw new Error(answer.body);
  }

  get(url: string, as: TestRequest['as'] = CLERK): Promise<Answer> {
    return this.service.inject({ method: 'GET', url, as });
  }

  post(url: string, payload: object, options: { key?: string; as?: TestRequest['as'] } = {}): Promise<Answer> {
    const headers = { 'idempotency-key': options.key ?? RegistryWorld.nextKey() };
    return this.service.inject({ method: 'POST', url, payload, headers, as: options.as ?? CLERK });
  }

  /** Waits until at least so many events of a type lie in Kafka that match. */
  async heard<D extends EventDefinition>(
    definition: D,
    count = 1,
    matching: (event: ProbedEvent<EventData<D>>) => boolean = () => true,
  ): Promise<ProbedEvent<EventData<D>>[]> {
    let found: ProbedEvent<EventData<D>>[] = [];
    await eventually(async () => {
      found = (await this.service.events(definition)).filter(matching);
      return found.length >= count;
    });
    return found;
  }

  /** Looks behind the service's back, as the owner of the database. */
  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    // The owner is no exception from row-level security: it says whom it reaches, like everybody.
    const client = new pg.Client({
      connectionString: this.service.database.ownerUrl,
      options: '-c doorstep.reach=all',
    });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Every row that the service keeps, so that a test can show that nothing changed. */
  async counts(): Promise<Record<string, number>> {
    const tables = [
      'area',
      'site',
      'site_version',
      'person',
      'vault.sealed_identity',
      'vault.search_token',
      'person_fact',
      'person_fact_retraction',
      'outbox',
    ];
    const columns = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS "${table}"`);
    const [row] = await this.sql<Record<string, number>>(`SELECT ${columns.join(', ')}`);
    return row as Record<string, number>;
  }
}
