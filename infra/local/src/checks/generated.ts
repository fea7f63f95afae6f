import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SERVICES, topicPlan } from '../kafka/topic-plan.js';
import { ROOT } from '../platform/paths.js';
import { runCommand } from '../platform/run-command.js';
import { temporaryFolder } from '../platform/temporary-folder.js';
import { entryOf } from '../stack/services.js';
import type { Outcome } from './outcome.js';
import { failed, passed } from './outcome.js';

/** A file that is made from sources and committed, so that a change of it is seen in review. */
interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

const API_FILES = ['openapi.json', 'asyncapi.json'];

/** Writes every generated file; answers the paths that changed. */
export async function writeGenerated(): Promise<string[]> {
  const changed = (await generateAll()).filter((file) => !isCurrent(file));
  for (const { path, content } of changed) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
  }
  return changed.map(({ path }) => path);
}

export async function checkGenerated(): Promise<Outcome> {
  try {
    const stale = (await generateAll()).filter((file) => !isCurrent(file));
    if (stale.length === 0) return passed;
    return failed(
      `${stale.map(({ path }) => `${path} differs from its sources`).join('\n')}\nRun \`npm run generate\`.`,
    );
  } catch (error) {
    return failed((error as Error).message);
  }
}

async function generateAll(): Promise<GeneratedFile[]> {
  const apis = await Promise.all(SERVICES.map(apiFilesOf));
  return [topicsFile(), ...apis.flat()];
}

function topicsFile(): GeneratedFile {
  return { path: 'infra/kafka/topics.json', content: `${JSON.stringify(topicPlan(), undefined, 2)}\n` };
}

/** Each service writes the documents that it serves. */
async function apiFilesOf(service: string): Promise<GeneratedFile[]> {
  const folder = temporaryFolder();
  try {
    const { code, output } = await runCommand(process.execPath, [entryOf(service), '--write-api', folder]);
    if (code !== 0) throw new Error(`${service} could not write its API documents:\n${output.trimEnd()}`);
    return API_FILES.map((name) => join(folder, name))
      .filter((file) => existsSync(file))
      .map((file) => ({
        path: `apps/${service}/${relative(folder, file)}`,
        content: readFileSync(file, 'utf8'),
      }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isCurrent({ path, content }: GeneratedFile): boolean {
  const file = join(ROOT, path);
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}
