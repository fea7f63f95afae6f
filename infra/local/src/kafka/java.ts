import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { runCommand } from '../platform/run-command.js';

export const OTHER_BROKER =
  'Set KAFKA_BROKERS (with KAFKA_USERNAME and KAFKA_PASSWORD when it asks for them) to use a Kafka that runs already.';

const OLDEST_JAVA = 17;

/** @throws SetupProblem when `java` is missing or too old. */
export async function checkJava(): Promise<void> {
  const { code, output } = await runCommand('java', ['-version']);
  const version = /version "(?:1\.)?(\d+)/u.exec(output)?.[1];
  if (code === 0 && version && Number(version) >= OLDEST_JAVA) return;
  const found = code === 0 && version ? `Java ${version} is too old` : 'There is no Java on the PATH';
  throw new SetupProblem(`${found}: the Kafka broker needs Java ${OLDEST_JAVA} or newer.`, [
    'Install one (Debian, Ubuntu: `apt install openjdk-17-jre-headless maven`; macOS: `brew install openjdk@17 maven`; or adoptium.net).',
    OTHER_BROKER,
  ]);
}

/**
 * The arguments of a Java program through a file that only we can read: it may hold passwords, and everybody can read a
 * command line. Answers what to pass to `java`.
 */
export function javaArguments(file: string, args: readonly string[]): string[] {
  mkdirSync(dirname(file), { recursive: true });
  const quoted = args.map((arg) => `"${arg.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  rmSync(file, { force: true });
  writeFileSync(file, `${quoted.join('\n')}\n`, { mode: 0o600 });
  return [`@${file}`];
}

export interface JavaWish {
  readonly heapMb: number;
  /** It runs for minutes at most: what the second compiler would win later it never gets back. */
  readonly brief?: boolean | undefined;
}

/** Options of every Java program here. The heap is small on purpose: a city's day is a few hundred megabytes on disk. */
export function javaOptions(libs: string, { heapMb, brief = false }: JavaWish): string[] {
  return [
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    ...(brief ? ['-XX:TieredStopAtLevel=1'] : []),
    `-Dlog4j2.configurationFile=${join(ROOT, 'infra/kafka/log4j2.yaml')}`,
    '-cp',
    join(libs, '*'),
  ];
}
