import { Module } from '@nestjs/common';
import { SealingModule } from '../sealing/sealing.module.js';
import { RulesController } from './api/rules.controller.js';
import { RulesWorker } from './api/rules.worker.js';
import { AskRules } from './application/ask-rules.js';
import { RuleBook } from './application/rule-book.port.js';
import { RuleQuery } from './application/rule-query.port.js';
import { RuleRuns } from './application/rule-runs.port.js';
import { RunRuleHandler } from './application/run-rule.handler.js';
import { SqlRuleQuery } from './infrastructure/sql-rule-query.js';
import { SqlRuleRuns } from './infrastructure/sql-rule-runs.js';
import { YamlRuleBook } from './infrastructure/yaml-rule-book.js';

@Module({
  imports: [SealingModule],
  controllers: [RulesController],
  providers: [
    AskRules,
    RulesWorker,
    RunRuleHandler,
    { provide: RuleBook, useClass: YamlRuleBook },
    { provide: RuleQuery, useClass: SqlRuleQuery },
    { provide: RuleRuns, useClass: SqlRuleRuns },
  ],
})
export class RulesModule {}
