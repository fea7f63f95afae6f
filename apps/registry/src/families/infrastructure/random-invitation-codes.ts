import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InvitationCodes } from '../application/invitation-codes.port.js';
import { CODE_BYTES, codeFrom, normalCode } from '../domain/invitation-code.js';

/** 80 random bits cannot be searched through, so a plain hash is enough and a code is found by it. */
@Injectable()
export class RandomInvitationCodes extends InvitationCodes {
  make(): string {
    return codeFrom(randomBytes(CODE_BYTES));
  }

  hash(typed: string): Buffer | undefined {
    const code = normalCode(typed);
    return code === undefined ? undefined : createHash('sha256').update(`doorstep-invitation/${code}`).digest();
  }
}
