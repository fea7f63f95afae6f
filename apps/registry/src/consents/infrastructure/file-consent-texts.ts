import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ConsentTexts } from '../application/consent-texts.port.js';
import type { ConsentText } from '../domain/consent-text.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Entry = z.strictObject({
  text: z.string().regex(/^[a-z][a-z-]{0,59}$/),
  version: z.int().min(1),
  from: z.iso.date(),
  sha256: z.strictObject({ zh: Sha256, en: Sha256 }),
});
const Contents = z.strictObject({ texts: z.array(Entry).min(1).max(500) });
type Entry = z.infer<typeof Entry>;

/** The documents in `consents/` of this app, read once, whether it runs from sources or from `dist`. */
@Injectable()
export class FileConsentTexts extends ConsentTexts {
  private loaded: Promise<ConsentText[]> | undefined;

  all(): Promise<readonly ConsentText[]> {
    this.loaded ??= readConsentTexts(consentsFolder(dirname(fileURLToPath(import.meta.url))));
    return this.loaded;
  }
}

/**
 * The texts that `texts.json` names. A version that people agreed to is never edited: its hashes are pinned there.
 * @throws when a document differs from its hash, or the versions of a text do not follow each other
 */
export async function readConsentTexts(folder: string): Promise<ConsentText[]> {
  const { texts } = Contents.parse(JSON.parse(await readFile(join(folder, 'texts.json'), 'utf8')));
  for (const entry of texts) checkOrder(entry, texts);
  return Promise.all(texts.map((entry) => readText(folder, entry)));
}

function checkOrder({ text, version, from }: Entry, all: readonly Entry[]): void {
  if (version === 1) return;
  const before = all.find((other) => other.text === text && other.version === version - 1);
  if (!before || before.from >= from) throw new Error(`version ${version} of the consent text ${text} follows none`);
}

async function readText(folder: string, { text, version, from, sha256 }: Entry): Promise<ConsentText> {
  const read = async (language: 'zh' | 'en'): Promise<string> => {
    const file = `${text}/${version}.${language}.md`;
    const words = await readFile(join(folder, file), 'utf8');
    if (hashOf(words) !== sha256[language]) throw new Error(`consents/${file} was edited after people agreed to it`);
    return words;
  };
  const [zh, en] = await Promise.all([read('zh'), read('en')]);
  return { text, version, from, zh, en, sha256: hashOf(zh + en) };
}

function hashOf(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

function consentsFolder(from: string): string {
  const candidate = join(from, 'consents');
  if (existsSync(join(candidate, 'texts.json'))) return candidate;
  const above = dirname(from);
  if (above === from) throw new Error('the folder of consent texts is missing');
  return consentsFolder(above);
}
