// What other parts of the workspace use: servers for tests, benchmarks and demonstrations, and the way to the running stack.
export type { BrokerAccount, KafkaOptions, RunningKafka } from './kafka/broker.js';
export { startKafka } from './kafka/broker.js';
export { kafkaClient } from './kafka/client.js';
export { provisionTopics } from './kafka/provision.js';
export { SERVICES, topicPlan } from './kafka/topic-plan.js';
export { HOME, ROOT, SECRETS } from './platform/paths.js';
export { freePort } from './platform/ports.js';
export { temporaryFolder } from './platform/temporary-folder.js';
export type { DatabaseAccess, DatabaseUrls } from './postgres/databases.js';
export { provisionDatabases } from './postgres/databases.js';
export type { PostgresOptions, RunningPostgres } from './postgres/server.js';
export { startPostgres } from './postgres/server.js';
export { callGateway } from './stack/gateway.js';
export { actorFor, mintToken, PERSONAS } from './stack/local-token.js';
export type { RunningPart, RunState } from './stack/run-file.js';
export { currentRun } from './stack/run-file.js';
