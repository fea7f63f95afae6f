/** The servers that a test run started; `npm test` sets both variables for every test process. */
export interface TestEnvironment {
  /** Superuser URL: every spec file makes databases of its own there. */
  readonly postgresUrl: string;
  readonly kafkaBrokers: readonly string[];
}

/** @throws Error naming the variable that is missing and how to get one. */
export function testEnvironment(env: Record<string, string | undefined> = process.env): TestEnvironment {
  return {
    postgresUrl: required(env, 'DOORSTEP_TEST_POSTGRES_URL'),
    kafkaBrokers: required(env, 'DOORSTEP_TEST_KAFKA_BROKERS').split(','),
  };
}

function required(env: Record<string, string | undefined>, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set. Tests named *.int-spec.ts need a real PostgreSQL and a real Kafka: run them with \`npm test\`, which starts both.`,
  );
}
