import type { PackProblem } from './pack-error.js';
import type { ParsedSource } from './pack-source.js';

/** The versions of one pack follow each other without gap or overlap, and their numbers ascend. */
export function checkVersions(sources: readonly ParsedSource[]): readonly PackProblem[] {
  const [first] = sources;
  if (!first) return [{ file: '(none)', line: 0, path: '', problem: 'a pack needs a version', fix: 'Add a document' }];
  const problems: PackProblem[] = [];
  const sorted = [...sources].sort((a, b) => (a.document.effective.from < b.document.effective.from ? -1 : 1));
  sorted.forEach((source, index) => {
    const { pack, effective, ruleVersion } = source.document;
    if (pack !== first.document.pack) {
      problems.push(
        source.problem(['pack'], `this is ${pack}, not ${first.document.pack}`, 'One folder holds one pack'),
      );
    }
    const before = sorted[index - 1]?.document;
    if (!before) return;
    const path = ['effective', 'from'];
    if (before.effective.to === undefined || before.effective.to > effective.from) {
      problems.push(
        source.problem(path, 'two versions hold at once', `End version ${before.ruleVersion} on ${effective.from}`),
      );
    } else if (before.effective.to < effective.from) {
      const gap = `no version holds from ${before.effective.to} to ${effective.from}`;
      problems.push(source.problem(path, gap, `Begin on ${before.effective.to}`));
    }
    if (ruleVersion <= before.ruleVersion) {
      problems.push(
        source.problem(['ruleVersion'], 'the numbers of the versions do not ascend', `Use ${before.ruleVersion + 1}`),
      );
    }
  });
  return problems;
}
