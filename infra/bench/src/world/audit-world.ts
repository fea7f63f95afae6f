import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '@doorstep/auth';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import type { DatabaseUrls } from '@doorstep/local-stack';
import { HOME } from '@doorstep/local-stack';
import { createService } from '@doorstep/observability';
import type { RunningService } from '@doorstep/observability';
import { readVerifierKey, verifyLog } from '@doorstep/verifier';
import { nodePlatform } from '@doorstep/verifier/node';
import type { Lab } from '../harness/lab.js';
import { definitionOf } from '../servers/apps.js';
import { freshToken } from './fresh-token.js';

const AUDITOR: Actor = { kind: 'staff', subject: 'auditor-1', roles: ['auditor'], scope: { all: true } };
const ORIGIN = 'bench.invalid/log';

export interface AuditWish {
  readonly database: DatabaseUrls;
  readonly prefix: string;
}

/** The audit service in this process, with keys of its own and its public log in a folder on the disk. */
export class AuditWorld {
  private closed: Promise<void> | undefined;

  private constructor(
    readonly service: RunningService,
    private readonly folder: string,
    private readonly token: () => Promise<string>,
  ) {}

  static async open(lab: Lab, { database, prefix }: AuditWish): Promise<AuditWorld> {
    const { privateJwk, publicJwks } = await generateTokenKeys();
    const folder = newFolder(lab);
    const env = {
      ...{ HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'fatal' },
      DATABASE_URL: database.appUrl,
      KAFKA_BROKERS: lab.servers.brokers,
      KAFKA_TOPIC_PREFIX: prefix,
      TOKEN_JWKS: JSON.stringify(publicJwks),
      RECORD_MASTER_KEY: randomBytes(32).toString('base64'),
      LOG_ORIGIN: ORIGIN,
      LOG_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      LOG_DIR: folder,
    };
    const service = await createService(await definitionOf('audit'), env);
    const token = freshToken(await TokenSigner.fromJwk(privateJwk), AUDITOR, 'audit');
    const world = new AuditWorld(service, folder, token);
    lab.onClose(() => world.close());
    return world;
  }

  get joined(): boolean {
    return this.service.parts.storage?.messaging.status().consumer?.joined === true;
  }

  /** As an auditor asks, without a socket. @throws Error for any other answer than 200 */
  get<Body>(url: string): Promise<Body> {
    return this.ask<Body>({ method: 'GET', url }, 200);
  }

  /** For work that is done behind the answer. @throws Error for any other answer than 202 */
  post<Body>(url: string, payload: object): Promise<Body> {
    return this.ask<Body>({ method: 'POST', url, payload, headers: { 'idempotency-key': uuidv7() } }, 202);
  }

  private async ask<Body>(
    {
      headers,
      ...request
    }: { method: 'GET' | 'POST'; url: string; payload?: object; headers?: Record<string, string> },
    wanted: number,
  ): Promise<Body> {
    const authorization = `Bearer ${await this.token()}`;
    const answer = await this.service.app.inject({ ...request, headers: { ...headers, authorization } });
    if (answer.statusCode !== wanted) throw new Error(`${request.url} answered ${answer.statusCode}: ${answer.body}`);
    return JSON.parse(answer.body) as Body;
  }

  /** What an outsider finds who reads every public file of the log; `size` is how many entries there must be. */
  async verify(size: number): Promise<string[]> {
    const read = (path: string): Promise<Uint8Array | undefined> =>
      readFile(join(this.folder, path)).catch(() => undefined);
    const textOf = async (path: string): Promise<string> => Buffer.from((await read(path)) ?? []).toString();
    // A checkpoint is signed in the database first and published right behind.
    for (let tries = 0; tries < 100 && (await textOf('checkpoint')).split('\n')[1] !== String(size); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const vkey = (await textOf('vkey')).trim();
    const keys = [readVerifierKey(vkey, nodePlatform)];
    const report = await verifyLog({ files: { read }, keys, platform: nodePlatform });
    const wrong = report.findings.map((finding) => `I20: the verifier says ${JSON.stringify(finding)}`);
    return [...wrong.slice(0, 5), ...(report.size === size ? [] : [`I18: ${report.size} leaves of ${size} events`])];
  }

  close(): Promise<void> {
    return (this.closed ??= this.service.close());
  }
}

/** Beside the data of the bench, so that writes go to a disk when there is one. */
export function newFolder(lab: Lab): string {
  mkdirSync(join(HOME, 'bench'), { recursive: true });
  const folder = mkdtempSync(join(HOME, 'bench/log-'));
  lab.onClose(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  return folder;
}
