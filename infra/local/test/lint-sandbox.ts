import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ROOT } from '../src/platform/paths.js';
import type { ConfigurationEntry } from './lint-demands.js';

export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string | null;
  readonly message: string;
}

export interface LintReport {
  readonly findings: Finding[];
  /** The entries of our own in `eslint.config.mjs`, without the presets that they build on. */
  readonly own: ConfigurationEntry[];
  readonly said: string;
}

const CONFIGURATION = [
  'package.json',
  'package-lock.json',
  'nx.json',
  'tsconfig.base.json',
  'tsconfig.spec.json',
  'eslint.config.mjs',
  'infra/local/lint',
  'apps/audit/page/tsconfig.json',
];

function projectFiles(): string[] {
  return ['apps', 'libs', 'infra']
    .flatMap((group) => readdirSync(join(ROOT, group)).map((name) => join(group, name, 'package.json')))
    .filter((path) => existsSync(join(ROOT, path)));
}

/** The workspace without its sources: same projects, tags and lint configuration, and only the files that a test puts there. */
export class LintSandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'doorstep-lint-'));

  constructor(files: Readonly<Record<string, string>>) {
    for (const path of [...CONFIGURATION, ...projectFiles()])
      cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
    this.install([...projectFiles(), ...Object.keys(files).filter((path) => path.endsWith('/package.json'))]);
  }

  /** What `npm run lint` does first; without it Nx skips its rule and says so only in passing. */
  buildGraph(): void {
    const { status, stdout, stderr } = this.run('nx/dist/bin/nx.js', 'graph', '--file=graph.json');
    if (status !== 0) throw new Error(`no project graph:\n${stdout}${stderr}`);
  }

  /** One process and one ESLint, however much is seeded. */
  lint(path = '.'): LintReport {
    const report = join(this.folder, 'report.json');
    const { stdout, stderr } = this.run(join(import.meta.dirname, 'lint-report.mjs'), path, report);
    if (!existsSync(report)) throw new Error(`ESLint did not run:\n${stdout}${stderr}`);
    const { results, own } = JSON.parse(readFileSync(report, 'utf8')) as {
      results: { filePath: string; messages: { line?: number; ruleId: string | null; message: string }[] }[];
      own: ConfigurationEntry[];
    };
    const findings = results.flatMap(({ filePath, messages }) =>
      messages.map(({ line = 0, ruleId, message }) => ({
        file: filePath.slice(this.folder.length + 1),
        line,
        rule: ruleId,
        message,
      })),
    );
    return { findings, own, said: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As npm would: the packages of the real workspace, and the sandbox's own projects under their names. */
  private install(projects: readonly string[]): void {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@doorstep'), { recursive: true });
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (name !== '@doorstep') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    for (const path of projects) {
      const { name } = JSON.parse(readFileSync(join(this.folder, path), 'utf8')) as { name: string };
      symlinkSync(join(this.folder, dirname(path)), join(modules, name));
    }
  }

  private run(tool: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
    // Jest's own Node options and a graph cached for the real workspace must not leak in.
    const { NODE_OPTIONS: _jest, NX_WORKSPACE_ROOT_PATH: _root, ...env } = process.env;
    return spawnSync(process.execPath, [resolve(ROOT, 'node_modules', tool), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', NX_WORKSPACE_ROOT_PATH: this.folder },
    });
  }
}
