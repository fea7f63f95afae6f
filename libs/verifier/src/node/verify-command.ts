import { stat } from 'node:fs/promises';
import type { LogFiles } from '../log-files.js';
import type { Checkpoint, VerifierKey } from '../note.js';
import { NotVerifiedError } from '../platform.js';
import { verifyLog } from '../verify-log.js';
import { checkRecords } from './check-records.js';
import { FolderFiles } from './folder-files.js';
import { HttpFiles } from './http-files.js';
import { readKept } from './kept.js';
import type { Look } from './look-again.js';
import { lookAgain } from './look-again.js';
import { nodePlatform } from './node-platform.js';
import type { Options } from './options.js';
import { readOptions, USAGE, UsageError } from './options.js';
import { checkPackage } from './package/check-package.js';
import { handedOutIn } from './record-file.js';
import { reportJson, reportText } from './report-text.js';
import { formerKeys, keyOfLog, keysFrom } from './trusted-keys.js';

/** Where results and remarks go. */
export interface Output {
  print(text: string): void;
  remark(text: string): void;
}

/** The whole command. Exit codes: 0 verified, 1 not verified, 2 wrongly called, 3 numbers or proofs are missing. */
export async function verifyCommand(args: readonly string[], output: Output): Promise<number> {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    output.print(USAGE);
    return 0;
  }
  try {
    const options = readOptions(args);
    if (options.record !== undefined) return await checkHandedOut('record', options.record, options, output);
    if (options.package !== undefined) return await checkHandedOut('package', options.package, options, output);
    return await checkLog(options, output);
  } catch (error) {
    if (error instanceof UsageError) {
      output.remark(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof NotVerifiedError)) throw error;
    output.remark(`NOT VERIFIED: ${error.message}`);
    return 1;
  }
}

async function checkLog(options: Options, output: Output): Promise<number> {
  const { url, dir } = options;
  if (dir !== undefined && !(await stat(dir).catch(() => undefined))?.isDirectory())
    throw new UsageError(`--dir ${dir} is no folder`);
  const files: LogFiles = url === undefined ? new FolderFiles(dir as string) : new HttpFiles(url);
  const keys = keysFrom(options.keys);
  if (keys.length === 0) {
    keys.push(await keyOfLog(files));
    output.remark(
      'The key comes from the log itself. To check the log against its owner, give the published one with --key.',
    );
  }
  const kept = await keptOf(options.previous, keys, files);
  const look: Look = (before) =>
    verifyLog({
      files,
      keys,
      kept: [...kept, ...before],
      platform: nodePlatform,
      onProgress: progress('entries', options.json, output),
    });
  const first = await look([]);
  const judged = url === undefined ? { report: first, dropped: first.missing } : await lookAgain(first, look, pause);
  output.print(options.json ? reportJson(judged) : reportText(judged, url === undefined));
  if (judged.report.findings.length > 0) return 1;
  return judged.dropped.length > 0 ? 3 : 0;

  async function pause(): Promise<void> {
    output.remark(`Some numbers are missing or on their way: looking again in ${options.waitSeconds} s.`);
    await new Promise((resolve) => setTimeout(resolve, options.waitSeconds * 1_000));
  }
}

async function keptOf(paths: readonly string[], keys: readonly VerifierKey[], files: LogFiles): Promise<Checkpoint[]> {
  if (paths.length === 0) return [];
  const former = await formerKeys(files, keys);
  const known = [...keys, ...former.filter(({ vkey }) => !keys.some((key) => key.vkey === vkey))];
  const kept = (await Promise.all(paths.map((path) => readKept(path, known)))).flat();
  for (const { size, signers } of kept) {
    const isTimely = signers.some(({ vkey }) => !former.some((key) => key.vkey === vkey && key.lastSize < size));
    if (!isTimely) throw new NotVerifiedError(`a checkpoint of size ${size} is signed by a key that had been retired`);
  }
  return kept;
}

async function checkHandedOut(
  kind: 'record' | 'package',
  file: string,
  options: Options,
  output: Output,
): Promise<number> {
  if (options.keys.length === 0) throw new UsageError(`--${kind} needs --key`);
  const keys = keysFrom(options.keys);
  const { text, unproven } =
    kind === 'record'
      ? await checkRecords(handedOutIn(file), keys)
      : await checkPackage(file, keys, progress('events', options.json, output));
  output.print(text);
  return unproven > 0 ? 3 : 0;
}

function progress(what: string, silent: boolean, output: Output): (done: number, of: number) => void {
  let shown = Date.now();
  return (done, of) => {
    if (silent || Date.now() - shown < 2_000) return;
    shown = Date.now();
    output.remark(`${done} of ${of} ${what}`);
  };
}
