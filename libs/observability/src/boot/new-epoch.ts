import type { OperatedService } from '@doorstep/messaging';
import { runNewEpoch } from '@doorstep/messaging';
import type { EnvSource } from '../config/load-env.js';
import { EnvironmentError, loadEnv } from '../config/load-env.js';
import { NewEpochEnv } from '../config/platform-env.js';
import { createLogger } from '../logging/logger.js';
import type { ServiceDefinition } from '../service-definition.js';

/** `--new-epoch`: see "new epochs" in docs/operations.md. Answers, in words, what became of unsent events. */
export async function newEpoch(definition: ServiceDefinition, source: EnvSource): Promise<string> {
  if (definition.storage === 'none') throw new EnvironmentError([`${definition.name} publishes nothing`]);
  const env = loadEnv(NewEpochEnv, source);
  const {
    source: name,
    carriedOver,
    alreadySent,
  } = await runNewEpoch({
    service: definition.name as OperatedService,
    databaseOwnerUrl: env.DATABASE_OWNER_URL,
    kafka: {
      brokers: env.KAFKA_BROKERS,
      topicPrefix: env.KAFKA_TOPIC_PREFIX,
      ...(env.KAFKA_USERNAME !== undefined && { username: env.KAFKA_USERNAME }),
      ...(env.KAFKA_PASSWORD !== undefined && { password: env.KAFKA_PASSWORD }),
    },
    logger: createLogger(definition.name, 'warn'),
  });
  return (
    `${definition.name} now publishes as ${name}. Events that were not sent and will be: ${carriedOver}. ` +
    `Events that everybody has and this database does not know: ${alreadySent}.`
  );
}
