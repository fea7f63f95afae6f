import type { Tx } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';
import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { ActiveDocument } from '../../projections/application/active-policies.port.js';
import { ActivePolicies } from '../../projections/application/active-policies.port.js';

/** Compiles each pack once per content, since compiling costs a thousand times more than deciding. */
@Injectable()
export class CompiledPacks {
  private readonly compiled = new Map<string, { readonly hash: string; readonly pack: CompiledPack | undefined }>();

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly policies: ActivePolicies,
  ) {}

  /** All packs of the city. One that does not compile is left out: its sites charge the full price until it is mended. */
  async all(tx: Tx): Promise<readonly CompiledPack[]> {
    const byPack = new Map<string, string[]>();
    for (const { packId, sha256, until } of await this.policies.versions(tx))
      byPack.set(packId, [...(byPack.get(packId) ?? []), `${sha256}/${until ?? ''}`]);
    const packs: CompiledPack[] = [];
    for (const [packId, hashes] of byPack) {
      const pack = await this.pack(tx, packId, hashes.join());
      if (pack) packs.push(pack);
    }
    return packs;
  }

  private async pack(tx: Tx, packId: string, hash: string): Promise<CompiledPack | undefined> {
    const known = this.compiled.get(packId);
    if (known?.hash === hash) return known.pack;
    const documents = await this.policies.documents(tx, packId);
    const pack = this.compile(packId, documents);
    this.compiled.set(packId, { hash, pack });
    return pack;
  }

  private compile(packId: string, documents: readonly ActiveDocument[]): CompiledPack | undefined {
    const sources = documents.map(({ ruleVersion, document, until }) => ({
      file: `${packId}/${ruleVersion}.yaml`,
      text: document,
      ...(until !== null && { until }),
    }));
    try {
      return compilePack(sources);
    } catch (error) {
      this.logger.error({ err: error, packId }, 'a policy pack does not compile; its sites charge the full price');
      return undefined;
    }
  }
}
