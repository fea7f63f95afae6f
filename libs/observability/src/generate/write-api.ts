import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeService } from '../boot/describe-service.js';
import type { ServiceDefinition } from '../service-definition.js';

/** Writes `openapi.json` and `asyncapi.json` into the directory. Needs no database, Kafka or environment. */
export async function writeApi(definition: ServiceDefinition, directory: string): Promise<void> {
  const { openApi, asyncApi } = await describeService(definition);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'openapi.json'), pretty(openApi));
  await writeFile(join(directory, 'asyncapi.json'), pretty(asyncApi));
}

export function pretty(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
