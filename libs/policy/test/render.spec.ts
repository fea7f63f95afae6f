import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { auditorText, renderForAuditor, renderForElder, renderForHotline } from '../src/index.js';
import { packOf } from './packs.fixture.js';
import { decisionsByReason } from './reasons.mother.js';

const golden = join(import.meta.dirname, 'golden/renderings.json');

/** Everything that is said about one decision; hashes of packs are left out, they change with every comment. */
function renderings(): Record<string, Record<string, string[]>> {
  return Object.fromEntries(
    [...decisionsByReason()].map(([reason, decision]) => {
      const pack = packOf(decision.packId);
      const said = (['zh', 'en'] as const).flatMap((language): [string, string[]][] => [
        [`elder ${language}`, [renderForElder(decision, language, pack)]],
        [`hotline ${language}`, renderForHotline(decision, language, pack).split('\n')],
        [
          `auditor ${language}`,
          auditorText(renderForAuditor(decision, language, pack))
            .replace(/sha256:\w+/g, 'sha256:…')
            .split('\n'),
        ],
      ]);
      return [reason, Object.fromEntries(said)];
    }),
  );
}

describe('renderings of every reason code', () => {
  it('have the reason that they are about', () => {
    for (const [reason, decision] of decisionsByReason()) expect(decision.reason).toBe(reason);
  });

  it('are the golden ones (DOORSTEP_UPDATE_GOLDEN=1 writes them anew)', () => {
    if (process.env['DOORSTEP_UPDATE_GOLDEN']) writeFileSync(golden, `${JSON.stringify(renderings(), null, 2)}\n`);
    expect(renderings()).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
  });

  it('say it to the elder in at most two sentences without codes or jargon', () => {
    for (const decision of decisionsByReason().values()) {
      const text = renderForElder(decision, 'zh', packOf(decision.packId));
      expect(text.split('。').filter(Boolean).length).toBeLessThanOrEqual(2);
      expect(text).not.toMatch(/[A-Z_]{3,}|undefined|NaN/);
    }
  });
});
