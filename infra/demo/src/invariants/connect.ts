import pg from 'pg';

/** Reads what is there: the owner is no exception from row-level security, so it says whom it reaches. Without that tables look empty. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c doorstep.reach=all',
    statement_timeout: 60_000,
    query_timeout: 65_000,
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  return client;
}
