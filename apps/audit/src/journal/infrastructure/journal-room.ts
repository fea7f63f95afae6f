import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';

/** Sees to it that the parts of the journal exist before they are needed; asks the database only near the end of the known ones. */
@Injectable()
export class JournalRoom {
  private safeBelow = 0n;

  async ensure(tx: Tx, next: bigint): Promise<void> {
    if (next < this.safeBelow) return;
    const [row] = await tx.query<{ room: string }>('SELECT journal_make_room() AS room');
    const room = BigInt(row?.room ?? 0);
    // One part ahead is kept in reserve. Only after the commit: a rolled-back part does not exist.
    tx.afterCommit(() => (this.safeBelow = room - RESERVE));
  }
}

/** More than any batch holds. */
const RESERVE = 1_000_000n;
