import type { LocalDate } from '@doorstep/kernel';
import type { PackVersion } from '../language/rules.js';
import type { ClaimRequest, CompiledPack } from '../model.js';

/** The first pack that has rules for this kind of request, in its version of that date. */
export function versionFor(
  packs: readonly CompiledPack[],
  kind: ClaimRequest['kind'],
  date: LocalDate,
): PackVersion | undefined {
  for (const pack of packs) {
    for (const version of versionsOf(pack)) {
      if (version.from > date || (version.to !== undefined && date >= version.to)) continue;
      if (kind === 'meal' ? version.meal : version.care) return version;
    }
  }
  return undefined;
}

/** `CompiledPack` is opaque to callers; only `compilePack` makes one. */
export function versionsOf(pack: CompiledPack): readonly PackVersion[] {
  return pack.versions as unknown as readonly PackVersion[];
}

/**
 * The pack as if one of its versions had held from the date on, with nothing after it: for replaying the past under rules that are to
 * come. Undefined when the pack has no such version.
 */
export function asIfFrom(pack: CompiledPack, sha256: string, from: LocalDate): CompiledPack | undefined {
  const versions = versionsOf(pack);
  const wanted = versions.find((version) => version.sha256 === sha256);
  if (!wanted) return undefined;
  const before = versions
    .filter((version) => version !== wanted && version.from < from)
    .map((version) => (version.to === undefined || version.to > from ? { ...version, to: from } : version));
  const { to: _, ...rules } = wanted;
  const endless: PackVersion = { ...rules, from };
  return { packId: pack.packId, versions: [...before, endless] };
}
