import { Injectable } from '@nestjs/common';
import { CompactEncrypt } from 'jose';
import type { CopyLabel } from '../application/copy-sealer.port.js';
import { CopySealer } from '../application/copy-sealer.port.js';
import type { DayKey } from '../application/till-devices.port.js';

/** A JWE in compact form, since every browser and language opens it. The label is its protected header, which the tag covers. */
@Injectable()
export class JweCopySealer extends CopySealer {
  seal(content: object, { keyId, key }: DayKey, label: CopyLabel): Promise<string> {
    const { siteId: site, deviceId: device, day, takenAt, expiresAt } = label;
    return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
      .setProtectedHeader({
        ...{ alg: 'dir', enc: 'A256GCM', kid: keyId, typ: 'doorstep-offline-copy', cty: 'json' },
        ...{ site, device, day, iat: seconds(takenAt), exp: seconds(expiresAt) },
      })
      .encrypt(key);
  }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
