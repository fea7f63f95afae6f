import { compilePack, diffPacks, PackError } from '@doorstep/policy';
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
  return problems === 0 ? 0 : 1;
}

export function diffCommand(before: string, after: string, print: Print): number {
  const differences = diffPacks(packSources(before), packSources(after));
  for (const { ruleVersion, path, before: old, after: now } of differences) {
    print(`version ${ruleVersion} ${path}: ${old ?? '(absent)'} -> ${now ?? '(absent)'}`);
  }
  print(`${differences.length} differences`);
  return 0;
}
