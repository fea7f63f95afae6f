import pg from 'pg';

export interface TappedStatement {
  readonly database: string;
  readonly text: string;
  readonly name?: string;
  readonly values?: readonly unknown[];
}

type Query = (this: pg.Client, ...input: unknown[]) => unknown;

/** Listens to what this process sends to PostgreSQL, without changing it. Relays and the bench's own looks are passed over. */
export class StatementTap {
  private readonly original = pg.Client.prototype.query as unknown as Query;
  private readonly open = new Map<pg.Client, TappedStatement[]>();
  private done: TappedStatement[][] = [];
  private lastAt = performance.now();

  constructor(databases: readonly string[]) {
    const hear = this.hear.bind(this);
    const { original } = this;
    const tapped: Query = function tapped(this: pg.Client, ...input) {
      if (isWanted(this, databases)) hear(this, input);
      return original.apply(this, input);
    };
    pg.Client.prototype.query = tapped as unknown as typeof pg.Client.prototype.query;
  }

  quietMs(): number {
    return this.open.size > 0 ? 0 : performance.now() - this.lastAt;
  }

  /** Finished transactions since the last call. */
  take(): TappedStatement[][] {
    const taken = this.done;
    this.done = [];
    return taken;
  }

  close(): void {
    pg.Client.prototype.query = this.original as unknown as typeof pg.Client.prototype.query;
  }

  private hear(client: pg.Client, input: readonly unknown[]): void {
    const statement = statementOf(client, input);
    this.lastAt = performance.now();
    const begun = this.open.get(client);
    if (begun) begun.push(statement);
    else if (statement.text.startsWith('BEGIN')) this.open.set(client, [statement]);
    else this.done.push([statement]);
    if (!begun || !/^(COMMIT|ROLLBACK)$/.test(statement.text)) return;
    this.open.delete(client);
    this.done.push(begun);
  }
}

interface Connected {
  readonly connectionParameters: { readonly application_name?: string; readonly database?: string };
}

function isWanted(client: pg.Client, databases: readonly string[]): boolean {
  const { application_name = '', database = '' } = (client as unknown as Connected).connectionParameters;
  return databases.includes(database) && !/-relay$|^doorstep-/.test(application_name);
}

function statementOf(client: pg.Client, [first, second]: readonly unknown[]): TappedStatement {
  const { database = '' } = (client as unknown as Connected).connectionParameters;
  if (typeof first === 'string')
    return { database, text: first, ...(Array.isArray(second) && { values: second as unknown[] }) };
  const { text, name, values } = first as pg.QueryConfig;
  return { database, text, ...(name !== undefined && { name }), ...(values && { values }) };
}
