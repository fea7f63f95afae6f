import type { CompiledPack, Decision } from '../model.js';
import { reasonText } from './reason-texts.js';
import { changeWords, dateWords, versionOf, yuan, type Language } from './words.js';

/**
 * One or two plain sentences for the elder, fit for large print and for reading aloud: what it costs, who pays what, and, when it is
 * less than she hopes for, why and from when it changes.
 */
export function renderForElder(decision: Decision, language: Language, pack?: CompiledPack): string {
  const because = reasonText(decision.reason, versionOf(pack, decision)?.reasons).elder[language];
  const amounts = language === 'zh' ? amountsZh(decision) : amountsEn(decision);
  const end = language === 'zh' ? '。' : '.';
  const second = because ? secondSentence(decision, because, language) : nextChange(decision, language);
  const tail = language === 'zh' ? second : capital(second && ` ${second}`);
  return `${amounts}${end}${tail}${second ? end : ''}`;
}

function amountsZh(decision: Decision): string {
  const { grossFen, feeFen, discountFen, subsidyFen, deliveryFen, selfPayFen } = decision;
  const parts = [`${feeFen > 0 ? '照料费' : '这顿饭'}${yuan(grossFen, 'zh')}`];
  if (discountFen > 0) parts.push(`优惠${yuan(discountFen, 'zh')}`);
  if (subsidyFen > 0) parts.push(`${feeFen > 0 ? '消费券付' : '政府补贴'}${yuan(subsidyFen, 'zh')}`);
  if (deliveryFen > 0) parts.push(`送餐补贴${yuan(deliveryFen, 'zh')}`);
  const other = grossFen - discountFen - subsidyFen - deliveryFen - selfPayFen;
  if (other > 0) parts.push(`保险等已付${yuan(other, 'zh')}`);
  parts.push(selfPayFen === 0 ? '您不用付钱' : `您付${yuan(selfPayFen, 'zh')}`);
  return parts.join('，');
}

function amountsEn(decision: Decision): string {
  const { grossFen, feeFen, discountFen, subsidyFen, deliveryFen, selfPayFen } = decision;
  const parts = [`${feeFen > 0 ? 'The care' : 'This meal'} costs ${yuan(grossFen, 'en')}`];
  if (discountFen > 0) parts.push(`the discount is ${yuan(discountFen, 'en')}`);
  if (subsidyFen > 0) parts.push(`${feeFen > 0 ? 'the voucher' : 'the government'} pays ${yuan(subsidyFen, 'en')}`);
  if (deliveryFen > 0) parts.push(`and ${yuan(deliveryFen, 'en')} for the delivery`);
  const other = grossFen - discountFen - subsidyFen - deliveryFen - selfPayFen;
  if (other > 0) parts.push(`insurance and others paid ${yuan(other, 'en')}`);
  parts.push(selfPayFen === 0 ? 'you pay nothing' : `you pay ${yuan(selfPayFen, 'en')}`);
  return parts.join(', ');
}

function secondSentence(decision: Decision, because: string, language: Language): string {
  const next = nextChange(decision, language);
  if (language === 'zh') return next ? `${because}；${next}` : because;
  return next ? `${because}; ${next}` : because;
}

/** The first thing to come that is better for her. */
function nextChange({ counterfactuals, subsidyFen }: Decision, language: Language): string {
  const better = counterfactuals.find((next) => next.subsidyFen > subsidyFen);
  if (!better) return '';
  const { from, change } = better;
  const what = changeWords(change, language);
  const amount = yuan(better.subsidyFen, language);
  if (!from) return language === 'zh' ? `${what}可补贴${amount}` : `${what} it is ${amount}`;
  const why = change === 'LATER_DAY' ? '' : language === 'zh' ? `（${what}）` : ` (${what})`;
  return language === 'zh' ? `${dateWords(from, 'zh')}起${why}可补贴${amount}` : `from ${from}${why} it is ${amount}`;
}

function capital(text: string): string {
  return text.replace(/[a-z]/, (letter) => letter.toUpperCase());
}
