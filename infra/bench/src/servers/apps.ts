import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '@doorstep/local-stack';
import type { ServiceDefinition } from '@doorstep/observability';
import type { ClassList } from '@doorstep/persistence';

/** Nothing may depend on an application: what is measured of one is found at run time, in what the build made of it. */
export async function loadApp<Exports>(service: string, file: string): Promise<Exports> {
  return (await import(pathToFileURL(join(ROOT, 'apps', service, 'dist', file)).href)) as Exports;
}

export async function migrationsOf(service: string): Promise<ClassList> {
  return (await loadApp<{ migrations: ClassList }>(service, 'migrations/all.js')).migrations;
}

export async function definitionOf(service: 'meal-orders' | 'benefits' | 'audit'): Promise<ServiceDefinition> {
  const exported = await loadApp<Record<string, ServiceDefinition>>(service, 'src/service.js');
  return exported[service === 'meal-orders' ? 'mealOrders' : service] as ServiceDefinition;
}
