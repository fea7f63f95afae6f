import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@doorstep/testing';
import { startKafka } from '../src/kafka/broker.js';
import { temporaryFolder } from '../src/platform/temporary-folder.js';
import { startPostgres } from '../src/postgres/server.js';
import { entryOf } from '../src/stack/services.js';
import { StartedStack } from './started-stack.js';

const AREAS = ['area,990000,city,示范市\n', 'area,990100,city,示范二市\n', 'area,990200,city,示范三市\n'];

describe('npm start', () => {
  const folder = temporaryFolder();
  let stack: StartedStack | undefined;
  afterEach(() => stack?.stop());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Another list each time, since the same one is answered with what was done the first time. */
  const load = async (areas: number): Promise<string> => {
    const file = join(folder, `areas-${areas}.csv`);
    writeFileSync(file, `record,code,kind,name\n${AREAS.slice(0, areas).join('')}`);
    const { code, output } = await (stack as StartedStack).command('import', file);
    if (code !== 0) throw new Error(output);
    return output;
  };

  it('keeps what it was told, starts what dies, and leaves no process behind', async () => {
    const home = join(folder, 'own');
    stack = await StartedStack.start(home);
    expect(entryOf('benefits')).toMatch(/main-joined\.js$/u);
    expect(await load(1)).toContain('areas: 1 added, 0 changed, 0 unchanged');
    const { pid } = stack.parts['benefits'] ?? { pid: 0 };
    process.kill(pid, 'SIGKILL');
    await eventually(() => stack?.parts['benefits']?.pid !== pid && stack?.parts['benefits'] !== undefined);
    expect(stack.output).toMatch(/benefits was ended by SIGKILL; it starts again at once/u);
    const { port } = stack.parts['benefits'] ?? {};
    await eventually(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok, { timeoutMs: 60_000 });
    // The account of a service may describe its group and let members leave it.
    expect(readFileSync(join(home, 'logs/benefits.log'), 'utf8')).not.toContain('could not be asked for');
    expect(await load(2)).toContain('areas: 1 added, 0 changed, 1 unchanged');
    await stack.interrupt();

    stack = await StartedStack.start(home);
    expect(await load(3)).toContain('areas: 1 added, 0 changed, 2 unchanged');
    await stack.interrupt();
  });

  it('uses a PostgreSQL and a Kafka that exist, with their credentials, and leaves them running', async () => {
    const password = 'outside-secret';
    const account = { name: 'admin', password: 'outside-admin' };
    const [postgres, kafka] = await Promise.all([
      startPostgres({ dataDir: join(folder, 'pg'), fsync: true, logFile: join(folder, 'pg.log'), password }),
      startKafka({ dataDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log'), accounts: [account] }),
    ]);
    try {
      const servers = {
        DATABASE_URL: postgres.url,
        KAFKA_BROKERS: kafka.brokers,
        KAFKA_USERNAME: account.name,
        KAFKA_PASSWORD: account.password,
      };
      stack = await StartedStack.start(join(folder, 'guest'), servers);
      expect(Object.keys(stack.parts).filter((name) => /postgres|kafka/iu.test(name))).toEqual([]);
      expect(await load(1)).toContain('areas: 1 added, 0 changed, 0 unchanged');
      await stack.interrupt();
      expect([postgres.process.running, kafka.process.running]).toEqual([true, true]);

      stack = await StartedStack.start(join(folder, 'guest'), servers);
      expect(await load(2)).toContain('areas: 1 added, 0 changed, 1 unchanged');
      await stack.interrupt();
    } finally {
      await Promise.all([postgres.stop(), kafka.stop()]);
    }
  });
});
