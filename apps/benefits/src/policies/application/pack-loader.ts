import { LOGGER, type Logger } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { RepeatedWork } from '../../platform/repeated-work.js';
import { ActivatePacksHandler } from './activate-packs.handler.js';
import { PackFiles } from './pack-files.port.js';
import { PackShelf } from './pack-shelf.js';

const EVERY_MS = 2_000;

/**
 * At start, before any event is read: new packs become active and the shelf is filled with all active ones. Decisions look for
 * themselves whether the shelf is fresh; everything else that reads it follows within seconds.
 */
@Injectable()
export class PackLoader implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(
    private readonly files: PackFiles,
    private readonly activate: ActivatePacksHandler,
    private readonly transactions: Transactions,
    private readonly shelf: PackShelf,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.work = new RepeatedWork(
      () => this.refresh(),
      EVERY_MS,
      (err) => logger.warn({ err }, 'the versions in force were not read again'),
    );
  }

  async onModuleInit(): Promise<void> {
    for (const [packId, sources] of await this.files.read()) await this.activate.execute(packId, sources);
    await this.refresh();
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.work.stop();
  }

  private async refresh(): Promise<void> {
    await this.transactions.read((tx) => this.shelf.refresh(tx));
  }
}
