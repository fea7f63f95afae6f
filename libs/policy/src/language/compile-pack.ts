import type { LocalDate } from '@doorstep/kernel';
import type { CompiledPack } from '../model.js';
import { checkDocument } from './check-document.js';
import { checkVersions } from './check-versions.js';
import { compileCare } from './compile-care.js';
import { compileMeal, compileOption } from './compile-meal.js';
import { PackError, type PackProblem } from './pack-error.js';
import { parseSource, type PackSource, type ParsedSource } from './pack-source.js';
import type { PackVersion, VoucherRule, WalletRule, Words } from './rules.js';
import { SectionCompiler } from './section-compiler.js';
import { sha256Hex } from './sha256.js';

/**
 * Reads, checks and compiles all versions of one pack. Everything that is wrong in any of them is reported at once.
 * Throws PackError; what it returns can be given to `decide` for ever after.
 */
export function compilePack(sources: readonly PackSource[]): CompiledPack {
  const problems: PackProblem[] = [];
  const parsed = sources.flatMap((source) => {
    try {
      return [parseSource(source)];
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  const versions = parsed.map((source) => compileVersion(source, problems)).sort((a, b) => (a.from < b.from ? -1 : 1));
  if (problems.length === 0) problems.push(...checkVersions(parsed));
  if (problems.length > 0) throw new PackError(problems);
  return { packId: versions[0]?.packId ?? '', versions };
}

function compileVersion(source: ParsedSource, problems: PackProblem[]): PackVersion {
  const { document } = source;
  const compiler = new SectionCompiler(source);
  checkDocument(compiler);
  const rules = compileSections(compiler);
  problems.push(...compiler.problems);
  return {
    packId: document.pack,
    ruleVersion: String(document.ruleVersion),
    from: document.effective.from as LocalDate,
    ...(document.effective.to && { to: document.effective.to as LocalDate }),
    sha256: sha256Hex(source.text),
    title: document.title,
    place: { province: '', city: '', district: '', town: '', ...document.place },
    ageReached: document.ageReached,
    ageLimits: [...compiler.ageLimits].sort((a, b) => a - b),
    settings: new Map(Object.entries(document.settings)) as PackVersion['settings'],
    titles: titlesOf(source),
    reasons: new Map(Object.entries(document.texts.reasons)),
    readings: document.readings,
    ...rules,
    grants: new Map(Object.entries(document.grants)),
    statementsEvery: document.statements?.every ?? 'month',
  };
}

function compileSections(compiler: SectionCompiler): Pick<PackVersion, 'meal' | 'care' | 'wallet' | 'voucher'> {
  const { meal, care, wallet, voucher } = compiler.source.document;
  return {
    ...(meal && { meal: compileMeal(compiler, meal) }),
    ...(care && { care: compileCare(compiler, care) }),
    ...(wallet && { wallet: compileWallet(compiler, wallet) }),
    ...(voucher && { voucher: compileVoucherIssue(compiler, voucher) }),
  };
}

function titlesOf({ document }: ParsedSource): ReadonlyMap<string, Words> {
  const titles = new Map<string, Words>();
  for (const discount of document.meal?.discounts ?? []) titles.set(discount.id, discount.title);
  for (const layer of document.meal?.layers ?? []) {
    titles.set(layer.id, layer.title);
    for (const option of layer.options) titles.set(option.id, option.title);
  }
  return titles;
}

type Document = ParsedSource['document'];

function compileWallet(compiler: SectionCompiler, wallet: NonNullable<Document['wallet']>): WalletRule {
  const title = { zh: '-', en: '-' };
  return {
    eligible: compiler.bool('person', ['wallet', 'eligible'], wallet.eligible),
    lots: wallet.monthlyLot.map((lot, index) =>
      compileOption(compiler, ['wallet', 'monthlyLot', index], { ...lot, title }, 'person'),
    ),
    expiresAfterMonths: wallet.expiresAfterMonths,
    topUpFor: wallet.topUpFor,
    source: compiler.cite(['wallet'], wallet.source),
  };
}

function compileVoucherIssue(compiler: SectionCompiler, voucher: NonNullable<Document['voucher']>): VoucherRule {
  return {
    amount: compiler.int('person', ['voucher', 'amount'], voucher.amount),
    eligible: compiler.bool('person', ['voucher', 'eligible'], voucher.eligible),
    application: voucher.application,
    firstWithinWorkingDays: voucher.firstWithinWorkingDays,
    source: compiler.cite(['voucher'], voucher.source),
  };
}
