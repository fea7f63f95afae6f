import type { ServiceName } from '@doorstep/contracts';
import type { KinOf } from '@doorstep/persistence';
import type { Type } from '@nestjs/common';
import type { z } from 'zod';

/** Everything that makes a service this service; `main.ts` hands it to bootstrapService, tests to createService. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** For people: the title of the OpenAPI document. */
  readonly title: string;
  readonly module: Type;
  /** TypeORM record classes. */
  readonly records: readonly Function[];
  /** TypeORM migration classes, oldest first. */
  readonly migrations: readonly Function[];
  /** Keys that are one thing with others. */
  readonly kinOf?: KinOf;
  /** Records that its consumer takes into one transaction at most, unless the environment says so. */
  readonly batchRecords?: number;
  /** `none`: a process without database and Kafka. */
  readonly storage?: 'none';
  /** Which tokens it takes; internal tokens of the gateway unless said otherwise. */
  readonly tokens?: { readonly issuer: string; readonly maxLifeSeconds: number };
  /** It has no gateway before it: `/<name>/v1/…` and its API documents are taken as if one had cut the name off. */
  readonly answersByName?: true;
  /** Environment variables beyond the platform's. */
  readonly env?: z.ZodObject;
}
