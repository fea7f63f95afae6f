import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const PRODUCE = 0;

/** What happens to one produce request: forwarded and its answer lost, lost itself, or answered with an error after all. */
export type ProduceFault =
  'lose-reply' | 'lose-request' | { readonly errorCode: number } | { readonly delayMs: number };

/** Stands between a client and the broker, understands just enough of the protocol to hurt produce requests. */
export class KafkaProxy {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly faults: ProduceFault[] = [];
  /** Faults that were put to use. */
  hurt = 0;

  private constructor(private readonly broker: { readonly host: string; readonly port: number }) {
    this.server = createServer((client) => this.serve(client));
  }

  static async start(broker: string): Promise<KafkaProxy> {
    const [host = '', port = ''] = broker.split(':');
    const proxy = new KafkaProxy({ host, port: Number(port) });
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The next produce requests suffer these, one after the other. */
  hurtNext(...faults: readonly ProduceFault[]): void {
    this.faults.push(...faults);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private serve(client: Socket): void {
    const broker = connect(this.broker).setNoDelay(true);
    client.setNoDelay(true);
    const pending = new Map<number, { readonly version: number; readonly fault: ProduceFault | undefined }>();
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
    client.on(
      'data',
      frames((frame) => this.request(frame, client, broker, pending)),
    );
    broker.on(
      'data',
      frames((frame) => this.response(frame, client, pending)),
    );
  }

  private request(
    frame: Buffer,
    client: Socket,
    broker: Socket,
    pending: Map<number, { version: number; fault: ProduceFault | undefined }>,
  ): void {
    if (frame.readInt16BE(4) === PRODUCE) {
      const fault = this.faults.shift();
      if (fault !== undefined) this.hurt += 1;
      pending.set(frame.readInt32BE(8), { version: frame.readInt16BE(6), fault });
      if (fault === 'lose-request') return void client.destroy();
      if (typeof fault === 'object' && 'delayMs' in fault)
        return void setTimeout(() => broker.write(frame), fault.delayMs);
    }
    broker.write(frame);
  }

  private response(
    frame: Buffer,
    client: Socket,
    pending: Map<number, { version: number; fault: ProduceFault | undefined }>,
  ): void {
    const request = pending.get(frame.readInt32BE(4));
    pending.delete(frame.readInt32BE(4));
    if (request?.fault === 'lose-reply') return void client.destroy();
    if (typeof request?.fault === 'object' && 'errorCode' in request.fault)
      setErrorCode(frame, request.version, request.fault.errorCode);
    client.write(request ? frame : this.readvertise(frame));
  }

  /** Metadata and coordinator answers name the broker's own port: they must lead back here. */
  private readvertise(frame: Buffer): Buffer {
    const own = portAfterHost(this.broker.host, this.broker.port);
    const here = portAfterHost(this.broker.host, this.port);
    for (let at = frame.indexOf(own); at >= 0; at = frame.indexOf(own, at + 1)) here.copy(frame, at);
    return frame;
  }
}

function portAfterHost(host: string, port: number): Buffer {
  const buffer = Buffer.alloc(host.length + 4);
  buffer.write(host);
  buffer.writeInt32BE(port, host.length);
  return buffer;
}

/** Cuts a stream into length-prefixed frames. */
function frames(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= rest.readInt32BE(0) + 4) {
      const length = rest.readInt32BE(0) + 4;
      onFrame(Buffer.from(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  };
}

/** Produce responses 3 to 7: topics of partitions of index, error code, base offset, append time and (from 5) log start. */
function setErrorCode(frame: Buffer, version: number, code: number): void {
  let at = 8;
  const topics = frame.readInt32BE(at);
  at += 4;
  for (let topic = 0; topic < topics; topic++) {
    at += 2 + frame.readInt16BE(at);
    const partitions = frame.readInt32BE(at);
    at += 4;
    for (let partition = 0; partition < partitions; partition++) {
      frame.writeInt16BE(code, at + 4);
      at += 4 + 2 + 8 + 8 + (version >= 5 ? 8 : 0);
    }
  }
}
