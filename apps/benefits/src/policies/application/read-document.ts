import { createHash } from 'node:crypto';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';
import { DocumentTooLargeError } from '../domain/policy.errors.js';
import type { Act, Policy } from '../domain/policy.js';
import type { PackSource } from './pack-source.js';

/** Leaves room in an event of 48 kB for everything else that it says. */
const MOST_BYTES = 46_000;

/** A draft of what the document says. Throws PackError with everything that is wrong with it. */
export function draftOf(source: PackSource, drafted: Act, clock: Clock): Policy {
  const bytes = Buffer.byteLength(JSON.stringify(source.text));
  if (bytes > MOST_BYTES) throw new DocumentTooLargeError(bytes, MOST_BYTES);
  const pack = compilePack([source]);
  const [version] = pack.versions;
  if (!version) throw new Error('a document without a version compiled');
  const { ruleVersion, from, to } = version;
  return {
    policyId: uuidv7(clock.now().getTime()),
    packId: pack.packId,
    title: titleOf(version),
    ruleVersion,
    effectiveFrom: from,
    effectiveTo: to ?? null,
    holdsUntil: to ?? null,
    document: source.text,
    sha256: createHash('sha256').update(source.text).digest('hex'),
    state: 'draft',
    released: false,
    version: null,
    activatedAt: null,
    drafted,
    proposed: null,
    approvedBy: null,
    ended: null,
    supersededBy: null,
  };
}

/** A document as the compiler takes it. */
export function sourceOf({ packId, effectiveFrom, document, holdsUntil }: Policy): PackSource {
  const file = `${packId}/${effectiveFrom}.yaml`;
  return { file, text: document, ...(holdsUntil !== null && { until: holdsUntil }) };
}

/** Throws PackError unless the versions follow each other without gap or overlap. */
export function compileChain(standing: readonly Policy[]): CompiledPack | undefined {
  return standing.length === 0 ? undefined : compilePack(standing.map(sourceOf));
}

function titleOf(version: CompiledPack['versions'][number]): Policy['title'] {
  const { title } = version as { title?: { zh: string; en: string } };
  return title ?? null;
}
