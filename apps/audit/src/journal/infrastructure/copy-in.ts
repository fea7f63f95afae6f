import type { PoolClient } from 'pg';
import pg from 'pg';

/** What a query of its own needs of pg's connection; pg's types do not name it. */
interface CopyWire {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** pg's own query, except that it has something to send when the server asks for it. */
class CopyIn extends pg.Query {
  constructor(
    sql: string,
    private readonly payload: Buffer,
  ) {
    super(sql);
  }

  handleCopyInResponse(connection: CopyWire): void {
    connection.sendCopyFromChunk(this.payload);
    connection.endCopyFrom();
  }
}

/**
 * Runs `COPY … FROM STDIN` with rows that are all there. Nothing else may be sent on the connection before it is done: what is
 * pipelined behind a COPY would be taken for its data.
 */
export function copyIn(client: PoolClient, sql: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null): void => (error ? reject(error) : resolve());
    client.query(Object.assign(new CopyIn(sql, rows), { callback: done }));
  });
}
