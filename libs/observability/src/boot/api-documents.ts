import type { INestApplication } from '@nestjs/common';
import { asyncApiOf } from '../generate/asyncapi.js';
import { handledEvents } from '../generate/handled-events.js';
import { openApiOf } from '../generate/openapi.js';
import type { ServiceDefinition } from '../service-definition.js';

/** The service's own OpenAPI and AsyncAPI documents, made once when first asked for. */
export class ApiDocuments {
  private app: INestApplication | undefined;
  private openApiText: Promise<string> | undefined;
  private asyncApiText: string | undefined;

  constructor(private readonly definition: ServiceDefinition) {}

  describe(app: INestApplication): void {
    this.app = app;
  }

  openApi(): Promise<string> {
    this.openApiText ??= openApiOf(this.described(), this.definition).then((document) => JSON.stringify(document));
    return this.openApiText;
  }

  asyncApi(): string {
    this.asyncApiText ??= JSON.stringify(asyncApiOf(this.definition, handledEvents(this.described())));
    return this.asyncApiText;
  }

  private described(): INestApplication {
    if (!this.app) throw new Error('the application is not described yet');
    return this.app;
  }
}
