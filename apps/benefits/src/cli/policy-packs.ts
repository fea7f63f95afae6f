import { compilePack, diffDocuments, diffPacks, PackError } from '@doorstep/policy';
import { packFolders, packSources, releasedPacks } from './pack-folder.js';

type Print = (text: string) => void;

/** Checks the released packs, or those of a folder. All problems of all packs are shown. */
export function validateCommand(folder: string | undefined, print: Print): number {
  let problems = 0;
  const folders = packFolders(folder ?? releasedPacks());
  for (const path of folders) {
    try {
      const { packId, versions } = compilePack(packSources(path));
      print(`ok ${packId}: ${versions.map(({ ruleVersion, from }) => `${ruleVersion} from ${from}`).join(', ')}`);
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      problems += error.problems.length;
      for (const { file, line, path: at, problem, fix } of error.problems)
        print(`${file}:${line} ${at}: ${problem}\n  fix: ${fix}`);
    }
  }
  print(`${folders.length} packs, ${problems} problems`);
  // Nothing to check is a wrong path, not a good pack.
  return folders.length > 0 && problems === 0 ? 0 : 1;
}

/** Two documents are compared whatever their versions are called; two folders version by version. */
export function diffCommand(before: string, after: string, print: Print): number {
  const sides = [packSources(before), packSources(after)] as const;
  const [[old, ...olds], [now, ...nows]] = sides;
  const single = old && now && olds.length === 0 && nows.length === 0;
  const differences = single ? diffDocuments(old, now) : diffPacks(...sides);
  for (const { ruleVersion, path, before: was, after: is } of differences) {
    print(`version ${ruleVersion} ${path}: ${was ?? '(absent)'} -> ${is ?? '(absent)'}`);
  }
  print(`${differences.length} differences`);
  return 0;
}
