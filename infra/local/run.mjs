// The door to everything: `node infra/local/run.mjs <command>`. Plain JavaScript without dependencies, since it runs before
// anything is installed or built. It brings both up to date and hands over to the compiled command.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const HOME = join(ROOT, '.doorstep');
const OLDEST_NODE = [20, 19];
/** Packages of nothing but ES modules, which are joined with our own; whoever else uses them may have copies of their own. */
const JOINED_TOO = ['@marcbachmann/cel-js', 'jose', 'zod'];
/** These build everything themselves, as a step that can fail with a report. */
const BUILD_ONLY_ITSELF = new Set(['test', 'reset', 'lint']);

const [command = '', ...args] = process.argv.slice(2);
checkNode();
checkFolder();
installWhenStale();
await buildWhenStale();
const { main } = await import('./dist/src/main.js');
process.exitCode = await main(command, args);
// A stray timer or socket must not keep a finished command alive.
process.exit();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  stopWith(
    `Doorstep needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a newer one from https://nodejs.org, or with a version manager: `nvm install` and `fnm use` read .nvmrc.',
  );
}

/** Somebody else's clone, a read-only disk, a file in the way: said once here instead of by the first of many that want to write. */
function checkFolder() {
  try {
    mkdirSync(HOME, { recursive: true });
    for (const folder of [ROOT, HOME]) accessSync(folder, constants.W_OK);
  } catch (error) {
    stopWith(
      `Doorstep cannot write into its folder: ${error.message}.`,
      'It installs, builds and keeps its data below the clone. Clone it as the user who runs it, or give the folder to that user (`chown -R`).',
    );
  }
}

function installWhenStale() {
  const lock = join(ROOT, 'package-lock.json');
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  const stamp = join(ROOT, 'node_modules/.doorstep-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  if (!current) {
    note('installing npm packages (once, a minute or two) …');
    // Not `npm ci`: it refuses a lockfile that leaves out binaries for platforms which the registry in use does not carry.
    const { status } = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
    if (status !== 0)
      stopWith(
        'npm could not install the packages (its message is above).',
        'Check the network or the registry of `npm config get registry`, and free disk space; then run the same command again.',
      );
  }
  writeFileSync(stamp, wanted);
}

async function buildWhenStale() {
  const own = BUILD_ONLY_ITSELF.has(command);
  const stamp = join(HOME, 'build.json');
  const sources = digestOfSources();
  if (
    existsSync(stamp) &&
    existsSync(join(ROOT, 'infra/local/dist/src/main.js')) &&
    (own || readdirSync(join(ROOT, 'apps')).every((app) => existsSync(join(ROOT, 'apps', app, 'dist/src/main.js')))) &&
    readFileSync(stamp, 'utf8') === sources
  )
    return;
  note('building …');
  const { status } = run(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-b',
    ...(own ? ['infra/local'] : []),
  ]);
  if (status !== 0)
    stopWith(
      'The build failed (see above).',
      'A fresh clone compiles: `git status` shows what was changed, `df -h` whether the disk is full.',
    );
  if (own) return;
  await joinServices();
  mkdirSync(HOME, { recursive: true });
  writeFileSync(stamp, sources);
}

/** The modules of each service in one file beside its `main.js`, since finding them takes longer than running them (ADR 0044). */
async function joinServices() {
  const apps = join(ROOT, 'apps');
  const mains = readdirSync(apps).map((app) => join(apps, app, 'dist/src/main.js'));
  for (const main of mains) rmSync(join(dirname(main), 'main-joined.js'), { force: true });
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  try {
    const { build } = await import('esbuild');
    await build({
      absWorkingDir: ROOT,
      entryPoints: mains,
      entryNames: '[dir]/main-joined',
      outbase: apps,
      outdir: apps,
      external: Object.keys(dependencies).filter((name) => !JOINED_TOO.includes(name)),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      keepNames: true,
      logLevel: 'error',
    });
  } catch (error) {
    note(`services start from their single modules, which takes longer: ${error.message.split('\n')[0]}`);
  }
}

/** Names, sizes and times of all sources: tells in milliseconds whether the compiler has anything to do. */
function digestOfSources() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  for (const group of ['apps', 'libs', 'infra'])
    for (const project of readdirSync(join(ROOT, group), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    ))
      for (const folder of ['src', 'migrations']) addFolder(join(ROOT, group, project.name, folder), add);
  add(join(ROOT, 'tsconfig.base.json'));
  add(join(ROOT, 'package-lock.json'));
  return hash.digest('hex');
}

function addFolder(folder, add) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) add(join(entry.parentPath ?? entry.path, entry.name));
}

function run(tool, toolArgs) {
  // Everything that is said on the way goes to standard error: `$(npm run -s token …)` takes only what the command prints.
  return spawnSync(tool, toolArgs, { cwd: ROOT, stdio: ['ignore', 2, 2] });
}

function note(text) {
  process.stderr.write(`${text}\n`);
}

function stopWith(...paragraph) {
  process.stderr.write(`\n${paragraph.join('\n  ')}\n\n`);
  process.exit(1);
}
