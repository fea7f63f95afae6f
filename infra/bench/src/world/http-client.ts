import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

/** As little as a client can be: kept connections, one request, its status and text. */
export class HttpClient {
  private readonly agent: Agent;

  constructor(
    private readonly baseUrl: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, noDelay: true });
  }

  send(method: string, path: string, headers: Readonly<Record<string, string>>, body: object): Promise<HttpAnswer> {
    const text = JSON.stringify(body);
    const length = String(Buffer.byteLength(text));
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.baseUrl}${path}`,
        {
          method,
          agent: this.agent,
          timeout: TIMEOUT_MS,
          headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
          answer.on('error', reject);
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`${path} did not answer in time`)));
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): Promise<void> {
    this.agent.destroy();
    return Promise.resolve();
  }
}
