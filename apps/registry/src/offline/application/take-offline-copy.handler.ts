import type { OfflineCopy, OfflinePeople } from '@doorstep/contracts';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { RegistryEnv } from '../../env.js';
import { CopySealer } from './copy-sealer.port.js';
import type { OfflineRequest } from './offline-access.js';
import { OfflineAccess } from './offline-access.js';
import { OfflineContent } from './offline-content.js';

const HOUR_MS = 3_600_000;

/** Who is likely to come, for the hours in which a till may be without a line: as little as it takes to serve them. */
@Injectable()
export class TakeOfflineCopy {
  constructor(
    private readonly access: OfflineAccess,
    private readonly content: OfflineContent,
    private readonly sealer: CopySealer,
    @Inject(ENV) private readonly env: RegistryEnv,
  ) {}

  async execute(request: OfflineRequest): Promise<OfflineCopy> {
    const { siteId } = request;
    const { answer } = await this.access.at(request, async (tx, visit) => {
      const { deviceId, today: day, now: takenAt, key, dayEndsAt } = visit;
      const last = takenAt.getTime() + this.env.OFFLINE_COPY_HOURS * HOUR_MS;
      const expiresAt = new Date(Math.min(last, dayEndsAt.getTime()));
      const { people, leftOut } = await this.content.of(tx, request, visit);
      const inside: OfflinePeople = { siteId, people };
      const copy = await this.sealer.seal(inside, key, { siteId, deviceId, day, takenAt, expiresAt });
      const times = { takenAt: takenAt.toISOString(), expiresAt: expiresAt.toISOString() };
      return {
        answer: { keyId: key.keyId, copy, people: people.length, leftOut, ...times },
        taken: { what: 'copy' as const, personIds: people.map(({ personId }) => personId), leftOut, expiresAt },
      };
    });
    return answer;
  }
}
