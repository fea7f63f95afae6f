import { pgTypes } from '@doorstep/persistence';
import pg from 'pg';
import { LEAD_IDLE_MS } from './lead.js';

/** First number of the relay's advisory locks; the second is the shard. Lanes use 1 to 8. */
const RELAY_LOCK = 100;
const AS_TEXT: ReadonlySet<number> = new Set([pg.types.builtins.TIMESTAMPTZ, pg.types.builtins.INT8]);

export interface RelayWaits {
  readonly idleMs?: number;
  readonly statementMs?: number;
}

const STATEMENT_MS = 15_000;
/** A server that has not ended a statement so much later by itself is not there. */
const SILENCE_MS = 5_000;

/** Times and 64-bit numbers stay the server's text: every relay writes the same bytes, whatever JavaScript would make of them. */
const relayTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    AS_TEXT.has(oid) ? (text: string) => text : pgTypes.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * The relay's own connection. It dies by itself when the process is frozen (a healthy relay looks every few milliseconds), which
 * frees the shard for another one. Losing the last cursor moves in a crash of PostgreSQL only means sending the same bytes again.
 */
export function relayClient(url: string, applicationName: string, waits: RelayWaits = {}): pg.Client {
  const { idleMs = LEAD_IDLE_MS, statementMs = STATEMENT_MS } = waits;
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    types: relayTypes,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementMs,
    query_timeout: statementMs + SILENCE_MS,
    keepAlive: true,
    options: [
      '-c timezone=UTC',
      '-c datestyle=ISO',
      '-c plan_cache_mode=force_generic_plan',
      '-c synchronous_commit=off',
      `-c idle_session_timeout=${Math.ceil(idleMs)}`,
    ].join(' '),
  });
  client.on('error', () => undefined); // the next statement reports it
  return client;
}

/** One relay per shard sends. The lock lasts as long as the connection. */
export async function tryLead(client: pg.Client, shard: number): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS leads', [
    RELAY_LOCK,
    shard,
  ]);
  return rows[0]?.leads ?? false;
}

/** Tells a database from its restored copy on another server. */
export async function databaseIdentity(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ identity: string }>(
    `SELECT c.system_identifier || '/' || d.oid AS identity
     FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`,
  );
  return rows[0]?.identity ?? '';
}
