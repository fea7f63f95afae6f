import type { LocalDate } from '@doorstep/kernel';
import type { CompiledPack } from '../model.js';
import { versionsOf } from '../engine/versions.js';
import type { PackVersion, Words } from '../language/rules.js';

export type Language = 'zh' | 'en';

/** 700 -> `7元`, 2275 -> `22.75元`; English with the sign. */
export function yuan(fen: number, language: Language): string {
  const absolute = Math.abs(fen);
  const rest = absolute % 100;
  const cents = rest === 0 ? '' : rest % 10 === 0 ? `.${rest / 10}` : `.${String(rest).padStart(2, '0')}`;
  const number = `${fen < 0 ? '-' : ''}${Math.floor(absolute / 100)}${cents}`;
  return language === 'zh' ? `${number}元` : `${number} yuan`;
}

/** Fixed width for tables: `22.75`. */
export function yuanColumn(fen: number): string {
  const absolute = Math.abs(fen);
  return `${fen < 0 ? '-' : ''}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`;
}

export function dateWords(date: LocalDate, language: Language): string {
  if (language === 'en') return date;
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

const CATEGORY_WORDS: Readonly<Record<string, Words>> = {
  tekun: { zh: '特困', en: 'tekun' },
  dibao: { zh: '低保', en: 'dibao' },
  dibao_margin: { zh: '低保边缘', en: 'dibao margin' },
  low_income: { zh: '低收入', en: 'low income' },
  entitled: { zh: '优抚', en: 'entitled group' },
  disabled: { zh: '失能', en: 'disabled' },
  bereaved: { zh: '失独', en: 'bereaved' },
  alone: { zh: '独居', en: 'living alone' },
  empty_nest: { zh: '空巢', en: 'empty nest' },
  left_behind: { zh: '留守', en: 'left behind' },
  no_family: { zh: '孤寡', en: 'without family' },
  severe_handicap: { zh: '重度残疾', en: 'severe handicap' },
  handicap12_hardship: { zh: '一二级残疾并享困难补贴', en: 'grade 1-2 handicap with hardship allowance' },
  family_planning: { zh: '计生特殊家庭', en: 'special family-planning family' },
  severe_care: { zh: '重度照护', en: 'severe care level' },
};

/** When the thing that a counterfactual names has happened: `满90岁`, `once aged 90`. */
export function changeWords(change: string, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const [, age] = /^AGE_(\d+)$/.exec(change) ?? [];
  if (age) return say(`满${age}岁`, `aged ${age}`);
  const [, code = '', end] = /^CATEGORY_(\w+)_(BEGINS|ENDS)$/.exec(change) ?? [];
  const category = CATEGORY_WORDS[code];
  if (category)
    return end === 'BEGINS'
      ? say(`${category.zh}身份生效`, `${category.en} begins`)
      : say(`${category.zh}身份终止`, `${category.en} ends`);
  const [, price] = /^PRICE_FROM_(\d+)$/.exec(change) ?? [];
  if (price) return say(`消费满${yuan(Number(price), 'zh')}`, `from a bill of ${yuan(Number(price), 'en')}`);
  const [, level] = /^LEVEL_(\d)$/.exec(change) ?? [];
  if (level) return say(`能力等级为${level}级`, `ability level ${level}`);
  const known = CHANGES[change];
  return known ? known[language] : change;
}

const CHANGES: Readonly<Record<string, Words>> = {
  HUKOU_CHANGES: { zh: '户籍变动', en: 'household registration changes' },
  RESIDENCE_CHANGES: { zh: '住址变动', en: 'home changes' },
  STAY_ENDS: { zh: '出院或离开机构', en: 'after the stay has ended' },
  APPROVED: { zh: '申请获批', en: 'the application is approved' },
  APPLICATION_APPROVED: { zh: '申请获批', en: 'once the application is approved' },
  LATER_DAY: { zh: '当天', en: 'on that day' },
  CHANNEL_DINE_IN: { zh: '堂食', en: 'when eating in' },
  PERIOD_BREAKFAST: { zh: '早餐', en: 'for breakfast' },
  PERIOD_LUNCH: { zh: '午餐', en: 'for lunch' },
  PERIOD_DINNER: { zh: '晚餐', en: 'for dinner' },
};

/** Titles and reason texts of the version that made a decision; undefined when the pack is not at hand. */
export function versionOf(
  pack: CompiledPack | undefined,
  decision: { readonly packId: string; readonly ruleVersion: string },
): PackVersion | undefined {
  if (pack?.packId !== decision.packId) return undefined;
  return versionsOf(pack).find((version) => version.ruleVersion === decision.ruleVersion);
}
