import type { ImportView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** Keeps the reports of all files that could be read, applied or not. */
export abstract class ImportRepository {
  abstract save(tx: Tx, report: ImportView): Promise<void>;
  abstract find(tx: Tx, importId: string): Promise<ImportView | undefined>;
}
