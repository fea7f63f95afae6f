import type { INestApplication } from '@nestjs/common';
import { asyncApiOf } from '../generate/asyncapi.js';
import { openApiOf } from '../generate/openapi.js';
import type { ServiceDefinition } from '../service-definition.js';

/** The service's own OpenAPI and AsyncAPI documents, made once when first asked for. */
export class ApiDocuments {
  private app: INestApplication | undefined;
  private openApiText: string | undefined;
  private asyncApiText: string | undefined;

  constructor(private readonly definition: ServiceDefinition) {}

  describe(app: INestApplication): void {
    this.app = app;
  }

  openApi(): string {
    if (!this.app) throw new Error('the application is not described yet');
    this.openApiText ??= JSON.stringify(openApiOf(this.app, this.definition));
    return this.openApiText;
  }

  asyncApi(): string {
    this.asyncApiText ??= JSON.stringify(asyncApiOf(this.definition));
    return this.asyncApiText;
  }
}
