import { Transactions } from '@doorstep/persistence';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ActivatePacksHandler } from './activate-packs.handler.js';
import { PackFiles } from './pack-files.port.js';
import { PackShelf } from './pack-shelf.js';
import { PackStore } from './pack-store.port.js';

/** At start, before any event is read: new packs become active and the shelf is filled with all active ones. */
@Injectable()
export class PackLoader implements OnModuleInit {
  constructor(
    private readonly files: PackFiles,
    private readonly activate: ActivatePacksHandler,
    private readonly transactions: Transactions,
    private readonly store: PackStore,
    private readonly shelf: PackShelf,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const [packId, sources] of await this.files.read()) await this.activate.execute(packId, sources);
    this.shelf.fill(await this.transactions.read((tx) => this.store.active(tx)));
  }
}
