import type { PaperAbout, PaperListQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Paper, WrittenEntry } from '../domain/paper.js';
import type { Redaction } from '../domain/redaction.js';

export type PaperFilter = Omit<PaperListQuery, 'limit' | 'cursor'>;

export abstract class PaperStore {
  /** Whether the log, the hits or the samples hold what a paper is to be about. */
  abstract exists(tx: Tx, about: PaperAbout): Promise<boolean>;
  abstract open(tx: Tx, paper: Paper, first: WrittenEntry): Promise<void>;
  abstract find(tx: Tx, paperId: string): Promise<Paper | undefined>;
  /** The same, held against everybody else who wants to write on it. */
  abstract hold(tx: Tx, paperId: string): Promise<Paper | undefined>;
  /** Who wrote anything on it that says something about what it is about. */
  abstract authors(tx: Tx, paperId: string): Promise<Set<string>>;
  abstract write(tx: Tx, paper: Paper, entry: WrittenEntry): Promise<void>;
  /** Takes the words out for good, once the decision that approves it is written. */
  abstract redact(tx: Tx, paperId: string, redaction: Redaction): Promise<void>;
  abstract history(tx: Tx, paperId: string): Promise<WrittenEntry[]>;
  /** Of each of these papers, by its id. */
  abstract histories(tx: Tx, paperIds: readonly string[]): Promise<ReadonlyMap<string, WrittenEntry[]>>;
  /** Newest first. */
  abstract list(tx: Tx, filter: PaperFilter, before: string | undefined, limit: number): Promise<Paper[]>;
}
