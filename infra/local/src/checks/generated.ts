import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { topicPlan } from '../kafka/topic-plan.js';
import { ROOT } from '../platform/paths.js';
import { temporaryFolder } from '../platform/temporary-folder.js';
import type { Outcome } from './outcome.js';
import { failed, passed } from './outcome.js';
import { VERIFY_PAGE, verifyPage } from './verify-page.js';

interface Generator {
  generateAll(root: string, into: string): Promise<void>;
}

const TOPICS = 'infra/kafka/topics.json';
/** Folders that hold generated files and nothing else: what is there and not generated any more is stale too. */
const WHOLLY_GENERATED = ['libs/contracts/schemas'];

/** Writes every generated file; answers the paths that changed. */
export async function writeGenerated(): Promise<string[]> {
  return withGenerated((folder) => {
    const changed = differences(folder);
    for (const path of changed) {
      const made = join(folder, path);
      if (!existsSync(made)) {
        rmSync(join(ROOT, path));
        continue;
      }
      mkdirSync(dirname(join(ROOT, path)), { recursive: true });
      writeFileSync(join(ROOT, path), readFileSync(made));
    }
    return changed;
  });
}

/** Generated files are committed, so that their change is seen in review; this compares them with their sources. */
export async function checkGenerated(): Promise<Outcome> {
  const stale = await withGenerated(differences);
  if (stale.length === 0) return passed;
  return failed(`${stale.map((path) => `${path} differs from its sources`).join('\n')}\nRun \`npm run generate\`.`);
}

async function withGenerated<T>(use: (folder: string) => T): Promise<T> {
  // Found at run time: `npm test` must be able to start, and to say why, when the libraries do not compile.
  const library = '@doorstep/observability';
  const { generateAll } = (await import(library)) as Generator;
  const folder = temporaryFolder();
  try {
    await generateAll(ROOT, folder);
    mkdirSync(dirname(join(folder, TOPICS)), { recursive: true });
    writeFileSync(join(folder, TOPICS), `${JSON.stringify(topicPlan(), undefined, 2)}\n`);
    mkdirSync(dirname(join(folder, VERIFY_PAGE)), { recursive: true });
    writeFileSync(join(folder, VERIFY_PAGE), await verifyPage(ROOT));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function differences(folder: string): string[] {
  const made = filesIn(folder);
  const left = WHOLLY_GENERATED.flatMap((path) => filesIn(ROOT, path)).filter((path) => !made.includes(path));
  return [...made.filter((path) => !same(join(folder, path), join(ROOT, path))), ...left].sort();
}

function filesIn(root: string, folder = ''): string[] {
  const place = join(root, folder);
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

function same(made: string, committed: string): boolean {
  return existsSync(committed) && readFileSync(made).equals(readFileSync(committed));
}
