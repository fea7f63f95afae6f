import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import type { RunningService, ServiceDefinition } from '../src/index.js';
import { createService } from '../src/index.js';
import { canteen } from './canteen.fixture.js';

const ADMINISTRATOR: Actor = {
  kind: 'staff',
  subject: 'admin-1',
  roles: ['administrator', 'auditor'],
  scope: { all: true },
};

export interface StartedCanteen extends RunningService {
  /** Headers with a valid token. */
  headersFor(actor?: Partial<Actor>): Promise<Record<string, string>>;
}

export async function startCanteen(
  definition: ServiceDefinition = canteen,
  env: Record<string, string> = {},
): Promise<StartedCanteen> {
  const keys = await generateTokenKeys();
  const signer = await TokenSigner.fromJwk(keys.privateJwk);
  const service = await createService(definition, {
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'silent',
    TOKEN_JWKS: JSON.stringify(keys.publicJwks),
    ...env,
  });
  return {
    ...service,
    headersFor: async (actor) => ({
      authorization: `Bearer ${await signer.internal({ ...ADMINISTRATOR, ...actor }, definition.name)}`,
    }),
  };
}
