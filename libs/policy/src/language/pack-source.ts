import type { z } from 'zod';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { PackError, type PackProblem } from './pack-error.js';
import { PackDocument } from './pack-schema.js';

/** A released pack travels as one event; see the contract of `benefits.policy.activated.v1`. */
export const MAX_DOCUMENT_BYTES = 48_000;

const UNKNOWN_KEY = 'Remove the key or correct its spelling; see pack.schema.json';
const MISSING = 'Add it; see pack.schema.json';
const WHAT_MAY_STAND = 'See pack.schema.json for what may stand here';

export interface PackSource {
  readonly file: string;
  readonly text: string;
  /** First day on which it no longer holds because a later version took over, whatever the document says. */
  readonly until?: string;
}

/** A parsed document that can still say on which line a path stands. */
export interface ParsedSource {
  readonly file: string;
  readonly text: string;
  readonly document: PackDocument;
  problem(path: readonly PropertyKey[], problem: string, fix: string): PackProblem;
}

/** YAML 1.2 core, without aliases, tags and duplicate keys. Throws PackError. */
export function parseSource(source: PackSource): ParsedSource {
  const refuse = (line: number, path: string, problem: string, fix: string): never => {
    throw new PackError([{ file: source.file, line, path, problem, fix }]);
  };
  const bytes = new TextEncoder().encode(source.text).length;
  if (bytes > MAX_DOCUMENT_BYTES) {
    refuse(
      0,
      '',
      `the document has ${bytes} bytes, more than ${MAX_DOCUMENT_BYTES}`,
      'Shorten notes or split the pack',
    );
  }
  const lines = new LineCounter();
  const yaml = parseYaml(source, lines);
  const lineOf = (offset: number | undefined): number => (offset === undefined ? 1 : lines.linePos(offset).line);
  const [error] = yaml.errors;
  if (error) refuse(lineOf(error.pos[0]), '', error.message.split('\n')[0] ?? 'not YAML', 'Correct the YAML');
  visit(yaml, {
    Alias: (_, node) => refuse(lineOf(node.range?.[0]), '', 'an alias (*name)', 'Write the value out'),
  });
  const toProblem = (path: readonly PropertyKey[], problem: string, fix: string): PackProblem => ({
    file: source.file,
    line: lineOf(offsetOf(yaml, path)),
    path: pathText(path),
    problem,
    fix,
  });
  const parsed = PackDocument.safeParse(yaml.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    throw new PackError(
      parsed.error.issues.flatMap((issue) => {
        // Each unknown key stands at its own place, not at that of what it is in.
        if (issue.code !== 'unrecognized_keys') return [toProblem(issue.path, ...saidOf(issue))];
        return issue.keys.map((key) => toProblem([...issue.path, key], `Unrecognized key: "${key}"`, UNKNOWN_KEY));
      }),
    );
  }
  return { ...source, document: ended(parsed.data, source.until), problem: toProblem };
}

/** A problem of the schema and its fix, in words. */
function saidOf({ code, message, path, ...issue }: z.core.$ZodIssue): [problem: string, fix: string] {
  if (code === 'invalid_type' && message.endsWith('received undefined')) return ['this is missing', MISSING];
  if (path.length === 0 && message.endsWith('received null')) return ['the document is empty', MISSING];
  const isDate = code === 'invalid_format' && 'format' in issue && issue.format === 'date';
  return isDate ? ['this is no date', 'Write a real day, as 2026-01-31'] : [message, WHAT_MAY_STAND];
}

function ended(document: PackDocument, until: string | undefined): PackDocument {
  return until === undefined ? document : { ...document, effective: { ...document.effective, to: until } };
}

function parseYaml(source: PackSource, lines: LineCounter): Document {
  try {
    return parseDocument(source.text, {
      lineCounter: lines,
      uniqueKeys: true,
      version: '1.2',
      schema: 'core',
      merge: false,
    });
  } catch (error) {
    const problem = error instanceof RangeError ? 'it is nested too deeply' : 'it cannot be read as YAML';
    throw new PackError([{ file: source.file, line: 0, path: '', problem, fix: 'Correct the YAML' }]);
  }
}

/** Offset of the key or entry at the path, or of the nearest one above it that exists. */
function offsetOf(yaml: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent: unknown = depth === 1 ? yaml.contents : yaml.getIn(path.slice(0, depth - 1), true);
    const name = path[depth - 1];
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
    const node: unknown = pair ? pair.key : yaml.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return yaml.contents?.range?.[0];
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}
