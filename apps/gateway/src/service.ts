import { LOCAL_ISSUER, MAX_LOCAL_TOKEN_SECONDS } from '@doorstep/auth';
import type { ServiceDefinition } from '@doorstep/observability';
import { registerTitles } from '@doorstep/observability';
import { migrations } from '../migrations/all.js';
import { AppModule } from './app.module.js';
import { GatewayEnv } from './env.js';
import { GATEWAY_TITLES } from './proxy/gateway-problems.js';

registerTitles(GATEWAY_TITLES);

export const gateway: ServiceDefinition = {
  name: 'gateway',
  title: 'Doorstep gateway',
  module: AppModule,
  records: [],
  migrations,
  // Beside sessions, the gateway takes the tokens that the local stack mints and exchanges them for internal ones.
  tokens: { issuer: LOCAL_ISSUER, maxLifeSeconds: MAX_LOCAL_TOKEN_SECONDS },
  answersByName: true,
  env: GatewayEnv,
};
