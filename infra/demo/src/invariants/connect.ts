import pg from 'pg';

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    statement_timeout: 60_000,
    query_timeout: 65_000,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  return client;
}
