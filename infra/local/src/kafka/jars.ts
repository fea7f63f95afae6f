import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { CACHE, ROOT } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { runCommand } from '../platform/run-command.js';
import { checkJava, OTHER_BROKER } from './java.js';

const POM = join(ROOT, 'infra/kafka/pom.xml');
const LIBS = join(CACHE, 'kafka/libs');
const STAMP = join(CACHE, 'kafka/libs/fetched');

/** The folder with the broker's jars; fetched by Maven when missing or when `infra/kafka/pom.xml` has changed. */
export async function kafkaJars(onFetch: () => void = () => undefined): Promise<string> {
  await checkJava();
  const wanted = createHash('sha256').update(readFileSync(POM)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return LIBS;
  onFetch();
  rmSync(LIBS, { recursive: true, force: true });
  const { code, output } = await runCommand('mvn', [
    ...['-q', '-B', '-Dstyle.color=never', '-f', POM],
    ...(hasHome() ? [] : [`-Dmaven.repo.local=${join(CACHE, 'kafka/repository')}`]),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${LIBS}`,
    '-DincludeScope=runtime',
  ]);
  if (code !== 0) throw fetchProblem(code, output);
  writeFileSync(STAMP, wanted);
  return LIBS;
}

/** Maven keeps its downloads in the home that the system knows, which accounts for daemons lack. */
function hasHome(): boolean {
  try {
    accessSync(userInfo().homedir, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function fetchProblem(code: number, output: string): SetupProblem {
  if (code === 127)
    return new SetupProblem('There is no Maven (`mvn`) on the PATH: it fetches the Kafka broker, once, about 43 MB.', [
      'Install it (Debian, Ubuntu: `apt install maven`; macOS: `brew install maven`).',
      OTHER_BROKER,
    ]);
  const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? output.trim().slice(0, 400);
  return new SetupProblem(`Maven could not fetch the Kafka broker: ${reason}`, [
    'Check the network, a proxy or a mirror in ~/.m2/settings.xml, and try again.',
    OTHER_BROKER,
  ]);
}
