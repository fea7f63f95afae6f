import pg from 'pg';
import { testEnvironment } from './environment.js';
import type { TestDatabase } from './test-database.js';

/** A copy of a whole database as it was once. Nobody may be connected to it while it is made or brought back. */
export class Backup {
  private constructor(
    private readonly name: string,
    private readonly owner: string,
  ) {}

  static async of({ ownerUrl }: TestDatabase): Promise<Backup> {
    const { pathname, username } = new URL(ownerUrl);
    const backup = new Backup(pathname.slice(1), username);
    await backup.onServer(`CREATE DATABASE "${backup.copy}" OWNER "${backup.owner}" TEMPLATE "${backup.name}"`);
    return backup;
  }

  async restore(): Promise<void> {
    await this.onServer(`DROP DATABASE "${this.name}" WITH (FORCE)`);
    await this.onServer(`ALTER DATABASE "${this.copy}" RENAME TO "${this.name}"`);
  }

  private get copy(): string {
    return `${this.name}_copy`;
  }

  private async onServer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: testEnvironment().postgresUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
