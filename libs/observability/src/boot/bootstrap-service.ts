import { NewEpochRefusedError } from '@doorstep/messaging';
import { migrate } from '@doorstep/persistence';
import { EnvironmentError, loadEnv } from '../config/load-env.js';
import { MigrationEnv } from '../config/platform-env.js';
import { redactedConfig } from '../config/print-config.js';
import { createLogger } from '../logging/logger.js';
import type { ServiceDefinition } from '../service-definition.js';
import { UnsafeRoutesError } from './check-routes.js';
import { envSchemaOf } from './create-app.js';
import { createService } from './create-service.js';
import { stopOnSignals } from './graceful-stop.js';
import { newEpoch } from './new-epoch.js';
import { writeApi } from '../generate/write-api.js';

const PLAIN = [EnvironmentError, UnsafeRoutesError, NewEpochRefusedError];

/** `main.ts` of every service. Flags: `--migrate`, `--new-epoch`, `--print-config`, `--write-api <dir>`; without one, the service runs. */
export async function bootstrapService(definition: ServiceDefinition): Promise<void> {
  const logger = createLogger(definition.name, 'info');
  for (const event of ['unhandledRejection', 'uncaughtException'])
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, 'an error was not handled');
      process.exit(1);
    });
  try {
    await run(definition, process.argv.slice(2));
  } catch (error) {
    // These are for the person at the terminal; everything else may hold values and goes through the logger.
    if (PLAIN.some((type) => error instanceof type))
      process.stderr.write(`${definition.name}: ${(error as Error).message}\n`);
    else logger.fatal({ err: error }, 'the service could not start');
    process.exit(1);
  }
}

async function run(definition: ServiceDefinition, flags: readonly string[]): Promise<void> {
  if (flags[0] === '--migrate') return migrateDatabase(definition);
  if (flags[0] === '--new-epoch') {
    process.stdout.write(`${await newEpoch(definition, process.env)}\n`);
    return;
  }
  if (flags[0] === '--print-config') return printConfig(definition);
  if (flags[0] === '--write-api') return writeApi(definition, flags[1] ?? '.');
  if (flags.length > 0) throw new EnvironmentError([`unknown flag ${flags[0]}`]);
  const service = await createService(definition, process.env, { listen: true });
  const { logger, env } = service.parts;
  logger.info({ host: env.HOST, port: env.PORT, metricsPort: env.METRICS_PORT }, 'ready for requests');
  stopOnSignals(service);
}

async function migrateDatabase(definition: ServiceDefinition): Promise<void> {
  const { DATABASE_OWNER_URL } = loadEnv(MigrationEnv, process.env);
  await migrate({
    url: DATABASE_OWNER_URL,
    migrations: [...definition.migrations],
    appRole: `${definition.name.replaceAll('-', '_')}_app`,
  });
}

function printConfig(definition: ServiceDefinition): void {
  const env = loadEnv(envSchemaOf(definition), process.env);
  process.stdout.write(`${JSON.stringify(redactedConfig(env), undefined, 2)}\n`);
}
