import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { SendMessages } from '../application/send-messages.js';
import { TellPlanned } from '../application/tell-planned.js';

const EVERY_MS = 5_000;

/** Tells what is due and sends what waits. */
@Injectable()
export class NoticesWorker extends BackgroundWorker {
  constructor(
    private readonly tellPlanned: TellPlanned,
    private readonly sendMessages: SendMessages,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: EVERY_MS, failed: 'notices could not be told' });
  }

  protected override async turn(): Promise<boolean> {
    await this.tellPlanned.execute();
    await this.sendMessages.execute();
    return false;
  }
}
