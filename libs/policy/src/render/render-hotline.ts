import type { CompiledPack, Decision } from '../model.js';
import { renderForElder } from './render-elder.js';
import { reasonText } from './reason-texts.js';
import { changeWords, dateWords, versionOf, yuan, type Language } from './words.js';

/** What a 12349 agent reads out or says in own words: the answer, the reason, the rule it comes from, what changes it, what can be done. */
export function renderForHotline(decision: Decision, language: Language, pack?: CompiledPack): string {
  const version = versionOf(pack, decision);
  const zh = language === 'zh';
  const reason = reasonText(decision.reason, version?.reasons);
  const source = decision.steps.findLast((step) => step.source !== undefined && step.source !== 'design')?.source;
  const title = version?.title[language] ?? decision.packId;
  const lines = [
    `${zh ? '答复' : 'Answer'}: ${renderForElder({ ...decision, counterfactuals: [] }, language, pack)}`,
    `${zh ? '原因' : 'Reason'}: ${reason.label[language]} (${decision.reason})`,
    `${zh ? '政策' : 'Rule'}: ${title}${zh ? '，第' : ', version '}${decision.ruleVersion}${zh ? '版' : ''}${source ? `; ${source}` : ''}`,
  ];
  for (const next of decision.counterfactuals) {
    const when = next.from ? `${dateWords(next.from, language)} ` : '';
    const amounts = zh
      ? `补贴${yuan(next.subsidyFen, 'zh')}，个人付${yuan(next.selfPayFen, 'zh')}`
      : `subsidy ${yuan(next.subsidyFen, 'en')}, own money ${yuan(next.selfPayFen, 'en')}`;
    lines.push(`${zh ? '会变的情况' : 'Would change'}: ${when}${changeWords(next.change, language)}: ${amounts}`);
  }
  if (decision.flags.length > 0)
    lines.push(zh ? '提示: 此笔已转人工复核' : 'Note: this one is being looked at by a clerk');
  if (decision.outcome !== 'approve') {
    lines.push(
      zh
        ? '如对登记信息有异议，可到社区或街道核对更正，更正后系统会重新计算。'
        : 'If the register is wrong, have it corrected in the community office; it is then worked out again.',
    );
  }
  return lines.join('\n');
}
