import type { OfflineKey } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import type { OfflineRequest } from './offline-access.js';
import { OfflineAccess } from './offline-access.js';

/** The key of this till for this day. It goes another way than the copy, so that neither lies where the other does. */
@Injectable()
export class GiveOfflineKey {
  constructor(private readonly access: OfflineAccess) {}

  async execute(request: OfflineRequest): Promise<OfflineKey> {
    const { answer } = await this.access.at(request, (_tx, { today, dayEndsAt, key: { keyId, key } }) =>
      Promise.resolve({
        answer: { keyId, day: today, key: key.toString('base64url'), expiresAt: dayEndsAt.toISOString() },
        taken: { what: 'key' as const, personIds: [], leftOut: 0, expiresAt: dayEndsAt },
      }),
    );
    return answer;
  }
}
