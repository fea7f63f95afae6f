import { SERVICES } from '../kafka/topic-plan.js';
import { ManagedProcess } from '../platform/managed-process.js';
import { endCommands } from '../platform/run-command.js';
import { say } from '../platform/progress.js';
import { brokerFor } from './broker.js';
import { checkDisk } from './checks.js';
import { databasesFor } from './databases.js';
import type { ExistingServers } from './existing-servers.js';
import { existingServers, rememberExisting } from './existing-servers.js';
import { choosePorts } from './ports.js';
import { forgetMigrated, isMigrated, rememberMigrated } from './migrated.js';
import { RunFile } from './run-file.js';
import type { EnvironmentInput } from './service-environment.js';
import { portsOf, serviceEnvironment } from './service-environment.js';
import { migrateAll } from './migrate-all.js';
import { startServices } from './services.js';
import { StackContext } from './stack-context.js';

/** The whole system on this machine. */
export class Stack {
  private constructor(
    private readonly context: StackContext,
    readonly gatewayUrl: string,
  ) {}

  /** Claims the place and chooses ports; nothing runs yet. @throws SetupProblem */
  static async prepare(): Promise<Stack> {
    checkDisk();
    const runFile = await RunFile.claim();
    const ports = await choosePorts();
    for (const line of ports.moved) say(line);
    const context = new StackContext(ports, runFile);
    const gatewayUrl = `http://127.0.0.1:${portsOf(context, 'gateway').http}`;
    runFile.update({ gatewayUrl });
    return new Stack(context, gatewayUrl);
  }

  /** Databases while the broker boots, then the services. */
  async start(): Promise<void> {
    const { context } = this;
    const { databases, broker, existing } = await this.stores();
    forgetMigrated();
    await startServices({ context, databases, broker });
    if (!existing.databaseUrl) rememberMigrated();
  }

  /** Databases and broker alone. Answers the environment of one service, with the owner's way to its database. */
  async startStores(service: string): Promise<NodeJS.ProcessEnv> {
    const { databases, broker } = await this.stores();
    const ownerUrl = databases.get(service)?.ownerUrl ?? '';
    return {
      ...(await serviceEnvironment(service, { context: this.context, databases, broker })),
      DATABASE_OWNER_URL_FILE: this.context.secrets.write(`${service}/database-owner-url`, ownerUrl),
    };
  }

  private async stores(): Promise<Pick<EnvironmentInput, 'databases' | 'broker'> & { existing: ExistingServers }> {
    const { context } = this;
    const existing = existingServers();
    rememberExisting(existing);
    const [databases, broker] = await Promise.all([
      databasesFor(context, existing.databaseUrl).then(async (urls) => {
        if (existing.databaseUrl || !isMigrated()) await migrateAll(context, urls);
        return urls;
      }),
      brokerFor(context, existing.kafka),
    ]);
    return { databases, broker, existing };
  }

  /** Tells the other commands that the city is open. */
  markReady(): void {
    this.context.runFile.update({ ready: true });
  }

  /** In order: services, then the broker, then the database. Safe at any moment of the start. */
  async stop(): Promise<void> {
    this.context.runFile.update({ ready: false });
    this.context.close();
    endCommands();
    await this.context.stop(SERVICES);
    await this.context.stop(['Kafka']);
    await this.context.stop(['PostgreSQL']);
    await ManagedProcess.stopAll();
    this.context.runFile.release();
  }
}
