import type { Step } from '../model.js';
import type { PackVersion, Words } from '../language/rules.js';
import { reasonText } from './reason-texts.js';
import type { Language } from './words.js';

const STEPS: Readonly<Record<string, Words>> = {
  PRICE: { zh: '餐费', en: 'price of the meal' },
  DELIVERY_FEE: { zh: '送餐费', en: 'delivery fee' },
  FEE: { zh: '照料费', en: 'fee' },
  INSURANCE: { zh: '长护险已付', en: 'paid by care insurance' },
  OTHER_PUBLIC: { zh: '其他财政已付', en: 'paid from other public money' },
  OWN_SHARE: { zh: '自付下限扣减', en: 'kept back as own share' },
  DELIVERY: { zh: '送餐补贴', en: 'public money for the delivery' },
  OPERATOR: { zh: '运营补贴', en: 'running money to the operator' },
  VOUCHER_PART: { zh: '消费券可付部分', en: 'part that the voucher may pay' },
  ABSENCE_FEE: { zh: '爽约费', en: 'fee for not coming' },
  FREE_IN_HOSPITAL: { zh: '住院免收', en: 'free: in hospital' },
};

const FUNDERS: Readonly<Record<string, Words>> = {
  city: { zh: '市级', en: 'city' },
  district: { zh: '区级', en: 'district' },
  town: { zh: '街道（镇）', en: 'town' },
  central: { zh: '中央', en: 'central' },
  local: { zh: '地方', en: 'local' },
};

/** What a step of the sum is called. Options of the pack are named by their own titles when the pack is at hand. */
export function stepLabel(step: Step, version: PackVersion | undefined, language: Language): string {
  const known = STEPS[step.code];
  if (known) return known[language];
  const [kind, id = ''] = split(step.code);
  if (kind === 'REFUSED')
    return `${language === 'zh' ? '不予补贴' : 'refused'}: ${reasonText(id, version?.reasons).label[language]}`;
  if (kind === 'SHARE') return `${language === 'zh' ? '出资' : 'share'}: ${FUNDERS[id]?.[language] ?? id}`;
  if (kind === 'LAYER' || kind === 'DISCOUNT')
    return titleOf(version, step.note, language) ?? titleOf(version, id, language) ?? id;
  return reasonText(step.code, version?.reasons).label[language];
}

function titleOf(version: PackVersion | undefined, id: string | undefined, language: Language): string | undefined {
  return id === undefined ? undefined : version?.titles.get(id)?.[language];
}

function split(code: string): readonly [string, string?] {
  const at = code.indexOf('_');
  return at === -1 ? [code] : [code.slice(0, at), code.slice(at + 1)];
}
