import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../platform/paths.js';
import { say } from '../platform/progress.js';
import type { DatabaseUrls } from '../postgres/databases.js';
import { WITH_DATABASE } from './databases.js';
import type { StackContext } from './stack-context.js';

/**
 * Brings every database to its newest migration, side by side. The owner's login is kept for operators; a running service never sees
 * it. In this process: `main.js --migrate` of each service does the same, but loads five whole services for it.
 */
export async function migrateAll(context: StackContext, databases: ReadonlyMap<string, DatabaseUrls>): Promise<void> {
  const { migrate } = await import('@doorstep/persistence');
  await Promise.all(
    WITH_DATABASE.map(async (service) => {
      const url = databases.get(service)?.ownerUrl ?? '';
      context.secrets.write(`${service}/database-owner-url`, url);
      const { migrations } = await migrationsOf(service);
      await migrate({ url, migrations, appRole: `${service.replaceAll('-', '_')}_app` }).catch((error: unknown) => {
        throw new Error(`the migration of ${service} failed: ${String(error)}`, { cause: error });
      });
    }),
  );
  say(`${WITH_DATABASE.length} databases migrated`);
}

type Migrations = Parameters<(typeof import('@doorstep/persistence'))['migrate']>[0]['migrations'];

function migrationsOf(service: string): Promise<{ migrations: Migrations }> {
  const file = join(ROOT, 'apps', service, 'dist/migrations/all.js');
  return import(pathToFileURL(file).href) as Promise<{ migrations: Migrations }>;
}
