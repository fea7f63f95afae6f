import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How the server says that it has committed: the tag of CommandComplete. */
const COMMITTED = Buffer.from('\0\0\0\u000bCOMMIT\0');

/** Stands between a service and PostgreSQL; cuts connections between a COMMIT and the news of it. */
export class PostgresProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private wish = { count: 0, about: '' };
  /** Connections that were cut. */
  cuts = 0;

  private constructor(private readonly target: URL) {
    this.server = createServer((client) => this.serve(client));
  }

  static async start(url: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(url));
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The address of the same database by way of this proxy. */
  get url(): string {
    const through = new URL(this.target);
    through.hostname = '127.0.0.1';
    through.port = String((this.server.address() as AddressInfo).port);
    return through.href;
  }

  /** The next so many transactions with that text in a statement or a parameter are committed, but the news never arrives. */
  cutNextCommits(wish: { readonly count: number; readonly about: string }): void {
    this.wish = { ...wish };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(client: Socket): void {
    const server = connect({ host: this.target.hostname, port: Number(this.target.port || 5432) });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    let about = false;
    client.on('data', (bytes) => {
      if (this.wish.count > 0 && bytes.includes(this.wish.about)) about = true;
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      const committed = bytes.includes(COMMITTED);
      if (!committed || !about || this.wish.count === 0) {
        if (committed) about = false;
        return void client.write(bytes);
      }
      this.wish.count -= 1;
      this.cuts += 1;
      client.destroy();
      server.destroy();
    });
  }
}
