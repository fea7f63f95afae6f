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
