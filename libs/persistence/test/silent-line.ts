import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and PostgreSQL; once silent it takes everything and answers nothing, as a server that hangs. */
export class SilentLine {
  silent = false;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async to(url: string): Promise<SilentLine> {
    const { hostname, port } = new URL(url);
    const server = createServer((client) => line.serve(client, connect(Number(port), hostname)));
    const line = new SilentLine(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  urlOf(url: string): string {
    return Object.assign(new URL(url), { host: `127.0.0.1:${(this.server.address() as AddressInfo).port}` }).href;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(client: Socket, database: Socket): void {
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (data) => this.silent || to.write(data));
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  }
}
