import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import type { RunningService, ServiceDefinition, ServiceOptions } from '../src/index.js';
import { createService } from '../src/index.js';
import { canteen } from './canteen.fixture.js';

const ADMINISTRATOR: Actor = {
  kind: 'staff',
  subject: 'admin-1',
  roles: ['administrator', 'auditor'],
  scope: { all: true },
};

export interface StartedCanteen extends RunningService {
  /** The environment it was started with. */
  readonly source: Record<string, string>;
  /** Headers with a valid token. */
  headersFor(actor?: Partial<Actor>): Promise<Record<string, string>>;
}

export async function startCanteen(
  definition: ServiceDefinition = canteen,
  env: Record<string, string> = {},
  options: ServiceOptions = {},
): Promise<StartedCanteen> {
  const keys = await generateTokenKeys();
  const signer = await TokenSigner.fromJwk(keys.privateJwk);
  const source = {
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    TOKEN_JWKS: JSON.stringify(keys.publicJwks),
    ...env,
  };
  const service = await createService(definition, source, options);
  return {
    ...service,
    source,
    headersFor: async (actor) => ({
      authorization: `Bearer ${await signer.internal({ ...ADMINISTRATOR, ...actor }, definition.name)}`,
    }),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
