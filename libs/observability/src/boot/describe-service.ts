import { generateTokenKeys } from '@doorstep/auth';
import type { OpenAPIObject } from '@nestjs/swagger';
import { asyncApiOf } from '../generate/asyncapi.js';
import { handledEvents } from '../generate/handled-events.js';
import { openApiOf } from '../generate/openapi.js';
import type { ServiceDefinition } from '../service-definition.js';
import { createApp, partsOf } from './create-app.js';

export interface ServiceDescription {
  readonly openApi: OpenAPIObject;
  readonly asyncApi: Record<string, unknown>;
}

/** The API documents of a service without starting it: routes are read from preview mode, in which nothing is instantiated. */
export async function describeService(definition: ServiceDefinition): Promise<ServiceDescription> {
  const { publicJwks } = await generateTokenKeys();
  const env = {
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'fatal',
    DATABASE_URL: 'postgres://nobody@localhost/none',
    KAFKA_BROKERS: 'localhost:9092',
    TOKEN_JWKS: JSON.stringify(publicJwks),
  };
  const app = await createApp(partsOf({ ...definition, env: undefined }, env), { preview: true });
  try {
    return { openApi: await openApiOf(app, definition), asyncApi: asyncApiOf(definition, handledEvents(app)) };
  } finally {
    await app.close();
  }
}
