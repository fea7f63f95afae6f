import type { CompiledPack, Decision } from '../model.js';
import { reasonText } from './reason-texts.js';
import { stepLabel } from './step-texts.js';
import { versionOf, yuanColumn, type Language } from './words.js';

export interface AuditRow {
  readonly item: string;
  /** Fen as yuan with two digits; empty when the row has no amount. */
  readonly amount: string;
  /** Legal source, or `design`. */
  readonly source: string;
}

/** Every step of the sum with its legal source, then the result and what it rests on. */
export function renderForAuditor(decision: Decision, language: Language, pack?: CompiledPack): readonly AuditRow[] {
  const version = versionOf(pack, decision);
  const zh = language === 'zh';
  const row = (item: string, amount: string, source = ''): AuditRow => ({ item, amount, source });
  const rows = decision.steps.map((step) =>
    row(
      stepLabel(step, version, language),
      step.fen === undefined ? '' : yuanColumn(step.fen),
      sourceWords(step.source, language),
    ),
  );
  const outcome = {
    approve: zh ? '批准' : 'approve',
    partial: zh ? '部分批准' : 'partial',
    deny: zh ? '不批准' : 'deny',
  };
  const reason = `${decision.reason} ${reasonText(decision.reason, version?.reasons).label[language]}`;
  rows.push(row(zh ? '补贴' : 'subsidy', yuanColumn(decision.subsidyFen)));
  rows.push(row(zh ? '个人支付' : 'self-pay', yuanColumn(decision.selfPayFen)));
  rows.push(row(zh ? '结果' : 'outcome', '', `${outcome[decision.outcome]}: ${reason}`));
  const rule = `${decision.packId} v${decision.ruleVersion} sha256:${decision.packHash.slice(0, 12)}`;
  rows.push(row(zh ? '规则' : 'rule', '', rule));
  if (decision.factIds.length > 0) rows.push(row(zh ? '依据的事实' : 'facts', '', decision.factIds.join(' ')));
  if (decision.flags.length > 0) rows.push(row(zh ? '标记' : 'flags', '', decision.flags.join(' ')));
  return rows;
}

/** What is made up so that a pack is complete is never shown as law. */
function sourceWords(source: string | undefined, language: Language): string {
  if (source !== 'design') return source ?? '';
  return language === 'zh' ? '设计值（非法规）' : 'design (not law)';
}

/** The rows as text, one a line, tab-separated. */
export function auditorText(rows: readonly AuditRow[]): string {
  return rows.map(({ item, amount, source }) => [item, amount, source].join('\t').trimEnd()).join('\n');
}
