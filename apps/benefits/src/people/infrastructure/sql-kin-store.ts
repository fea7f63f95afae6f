import type { KnownMerge, Tx } from '@doorstep/persistence';
import { joinFiles, partFiles } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { KinStore } from '../application/kin-store.port.js';

@Injectable()
export class SqlKinStore extends KinStore {
  join(tx: Tx, merges: readonly KnownMerge[]): Promise<void> {
    return joinFiles(tx, merges);
  }

  part(tx: Tx, undone: readonly { readonly mergeId: string; readonly at: string }[]): Promise<KnownMerge[]> {
    return partFiles(tx, undone);
  }
}
