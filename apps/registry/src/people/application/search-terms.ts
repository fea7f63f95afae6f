import { pinyin } from 'pinyin-pro';
import type { SearchTerm } from '../../vault/domain/blind-index.js';
import type { Identity } from '../domain/person.js';

/** More initials than this make a name no easier to find. */
const MAX_INITIALS = 8;
const MIN_INITIALS = 2;

/** Everything that a person can be found by, as terms of the blind index. */
export function searchTermsOf({ name, idNumber, phone }: Identity): SearchTerm[] {
  const terms: SearchTerm[] = [{ kind: 'name', value: normalName(name) }, ...initialsOf(name)];
  if (idNumber !== null) terms.push(idNumberTerm(idNumber), { kind: 'idLastFour', value: lastFour(idNumber) });
  if (phone !== null) terms.push(phoneTerm(phone), { kind: 'phoneLastFour', value: lastFour(digitsOf(phone)) });
  return terms;
}

export const idNumberTerm = (idNumber: string): SearchTerm => ({ kind: 'idNumber', value: idNumber.toUpperCase() });
export const phoneTerm = (phone: string): SearchTerm => ({ kind: 'phone', value: digitsOf(phone) });
export const nameTerm = (name: string): SearchTerm => ({ kind: 'name', value: normalName(name) });

/** The terms that a word of somebody who searches may be: initials, or the last four characters of a number. */
export function termsOfWord(word: string): SearchTerm[] {
  const text = word.trim().normalize('NFKC');
  if (/^[a-z]{2,8}$/i.test(text)) return [{ kind: 'initials', value: text.toLowerCase() }];
  if (/^\d{3}[\dXx]$/.test(text))
    return [
      { kind: 'phoneLastFour', value: text },
      { kind: 'idLastFour', value: text.toUpperCase() },
    ];
  if (/^[\dXx]{15,18}$/.test(text)) return [idNumberTerm(text)];
  if (/^\+?[\d -]{7,25}$/.test(text)) return [phoneTerm(text)];
  return [nameTerm(text)];
}

/** 张晓明 is found by zx and zxm. The first name of a family is read as one (单 is shan). Anything but letters is left out. */
function initialsOf(name: string): SearchTerm[] {
  const letters = /^[\p{Script=Latin}\s.'-]+$/u.test(name)
    ? name.split(/[\s.'-]+/).map((word) => word.charAt(0))
    : pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head' });
  const initials = letters.map((letter) => letter.toLowerCase()).filter((letter) => /^[a-z]$/.test(letter));
  const longest = Math.min(initials.length, MAX_INITIALS);
  return Array.from({ length: Math.max(0, longest - MIN_INITIALS + 1) }, (_, index) => ({
    kind: 'initials' as const,
    value: initials.slice(0, MIN_INITIALS + index).join(''),
  }));
}

function normalName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s·•・.]+/g, '')
    .toLowerCase();
}

/** Without the country's prefix: +86 138… and 138… are one phone. */
function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^(0086|86)(?=1\d{10}$)/, '');
}

function lastFour(number: string): string {
  return number.slice(-4).toUpperCase();
}
