import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Facts } from '../../facts/application/facts.port.js';
import type { SignedTree } from '../../log/application/signed-tree.js';
import { SignedTrees } from '../../log/application/signed-tree.js';
import type { AlteredRecord, Fault } from '../domain/fault.js';
import type { StoredRecord } from './stored-records.port.js';
import { StoredRecords } from './stored-records.port.js';

const TILE_WIDTH = 256;

/** Compares stored records with each other and with the leaves of the public log. */
@Injectable()
export class LookAtRecords {
  constructor(
    private readonly stored: StoredRecords,
    private readonly facts: Facts,
    private readonly trees: SignedTrees,
  ) {}

  /** Journal index below which everything can be compared: it is in the public log and can be searched. */
  async end(tx: Tx): Promise<bigint> {
    const logged = (await this.trees.newest(tx))?.nextJournal ?? 0n;
    const { noted } = await this.facts.progress(tx);
    return noted < logged ? noted : logged;
  }

  /** What is wrong from journal index `from` up to but not including `end`, in order. */
  async execute(tx: Tx, from: bigint, end: bigint): Promise<AlteredRecord[]> {
    const tree = await this.trees.newest(tx);
    if (!tree || from >= end) return [];
    const records = await this.stored.read(tx, from, end);
    const altered: AlteredRecord[] = [];
    let tile = -1;
    for (const record of withHoles(records, from, end)) {
      const { leafIndex } = record;
      const faults = new Set(record.faults);
      if (!(await isLogged(tree, record))) faults.add('leaf');
      // A tile that is not whole is said once, of its first leaf here.
      if (leafIndex !== null && tileOf(leafIndex) !== tile) {
        tile = tileOf(leafIndex);
        if (!(await tree.isWhole(leafIndex))) faults.add('tree');
      }
      if (faults.size > 0) altered.push({ journalIndex: record.journalIndex, leafIndex, faults: [...faults].sort() });
    }
    return altered;
  }
}

/** A record without a number has no leaf, and none with a number is without. */
async function isLogged(tree: SignedTree, { leafIndex, entry }: StoredRecord): Promise<boolean> {
  if (leafIndex === null || entry === null) return leafIndex === null && entry === null;
  return tree.holds(leafIndex, entry);
}

/** The journal has no holes: whatever is not there was taken out. */
function withHoles(records: readonly StoredRecord[], from: bigint, end: bigint): StoredRecord[] {
  const byIndex = new Map(records.map((record) => [record.journalIndex, record]));
  const all: StoredRecord[] = [];
  for (let journalIndex = from; journalIndex < end; journalIndex++) {
    const gone: readonly Fault[] = ['missing'];
    all.push(byIndex.get(journalIndex) ?? { journalIndex, leafIndex: null, entry: null, faults: gone });
  }
  return all;
}

function tileOf(leafIndex: string): number {
  return Math.floor(Number(leafIndex) / TILE_WIDTH);
}
