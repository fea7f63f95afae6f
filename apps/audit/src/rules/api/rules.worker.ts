import type { Logger } from '@doorstep/observability';
import { BackgroundWorker, LOGGER } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { RunRuleHandler } from '../application/run-rule.handler.js';

const PAUSE_MS = 500;

/** Looks for runs that were asked for. One at a time in a process, so that rules leave most of the machine to the log. */
@Injectable()
export class RulesWorker extends BackgroundWorker {
  constructor(
    private readonly rules: RunRuleHandler,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, { everyMs: PAUSE_MS, failed: 'a run of a rule failed' });
  }

  protected override turn(): Promise<boolean> {
    return this.rules.next();
  }
}
