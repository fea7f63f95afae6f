import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { parse } from 'yaml';
import { z } from 'zod';
import { RuleBook } from '../application/rule-book.port.js';
import type { Rule } from '../domain/rule.js';

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const Words = z.strictObject({ zh: z.string().min(1).max(500), en: z.string().min(1).max(500) });
const Parameter = z
  .strictObject({ default: z.int(), min: z.int().min(0), max: z.int().max(2_000_000_000), unit: z.string().max(20) })
  .refine(({ default: given, min, max }) => min <= given && given <= max, 'the default lies outside its range');

const Document = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  title: Words,
  description: Words,
  parameters: z.record(Name, Parameter),
  query: z.string().min(1).max(8_000),
});

/** The documents in `rules/` of this app, read once, whether it runs from sources or from `dist`. */
@Injectable()
export class YamlRuleBook extends RuleBook {
  private loaded: Promise<Rule[]> | undefined;

  all(): Promise<Rule[]> {
    this.loaded ??= readRules(rulesFolder(dirname(fileURLToPath(import.meta.url))));
    return this.loaded;
  }

  async versionsOf(id: string): Promise<Rule[]> {
    return (await this.all()).filter((rule) => rule.id === id);
  }
}

/** @throws when a document is broken or two versions of a rule overlap */
export async function readRules(folder: string): Promise<Rule[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const rules = await Promise.all(files.map(async (file) => ruleIn(file, await readFile(join(folder, file), 'utf8'))));
  rules.sort((a, b) => (a.id === b.id ? (a.from < b.from ? -1 : 1) : a.id < b.id ? -1 : 1));
  rules.forEach((rule, n) => {
    const next = rules[n + 1];
    if (next?.id === rule.id && (rule.to === null || rule.to >= next.from))
      throw new Error(`two versions of the rule ${rule.id} overlap`);
  });
  return rules;
}

function ruleIn(file: string, text: string): Rule {
  const result = Document.safeParse(parse(text, { schema: 'core' }));
  if (!result.success) throw new Error(`rules/${file}: ${z.prettifyError(result.error)}`);
  return { ...result.data, sha256: createHash('sha256').update(text).digest('hex') };
}

function rulesFolder(from: string): string {
  const candidate = join(from, 'rules');
  if (existsSync(join(candidate, 'paid-twice.yaml'))) return candidate;
  const above = dirname(from);
  if (above === from) throw new Error('the folder of rules is missing');
  return rulesFolder(above);
}
