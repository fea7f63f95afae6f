import { compileChecks, compileEnrolment, compileSplit, compileSuspension } from './compile-parts.js';
import type { CareDocument } from './meal-schema.js';
import type { CareKindRule, CareRule, CareVoucherRule } from './rules.js';
import type { SectionCompiler } from './section-compiler.js';

export function compileCare(compiler: SectionCompiler, care: CareDocument): CareRule {
  compiler.reason(['care', 'dayCare', 'covers'], care.dayCare.covers.reason);
  const { result, uses } = compiler.using(() => ({
    unverified: care.unverified,
    dayCare: compileKind(compiler, 'dayCare', care.dayCare),
    covers: {
      ...care.dayCare.covers,
      source: compiler.cite(['care', 'dayCare', 'covers'], care.dayCare.covers.source),
    },
    ...(care.institutionBill && { institutionBill: compileKind(compiler, 'institutionBill', care.institutionBill) }),
    absence: {
      noShowFee: compiler.int('care', ['care', 'absence', 'noShowFee'], care.absence.noShowFee),
      freeInHospital: care.absence.freeInHospital,
      source: compiler.cite(['care', 'absence'], care.absence.source),
    },
    ...(care.voucher && { voucher: compileVoucher(compiler, care, care.voucher) }),
  }));
  return { ...result, uses };
}

type KindDocument = NonNullable<CareDocument['institutionBill']>;

function compileKind(compiler: SectionCompiler, name: string, kind: KindDocument): CareKindRule {
  const path = ['care', name];
  return {
    ...(kind.fee !== undefined && { fee: compiler.int('care', [...path, 'fee'], kind.fee) }),
    serviceClass: kind.serviceClass,
    suspension: compileSuspension(compiler, [...path, 'suspension'], kind.suspension),
    source: compiler.cite(path, kind.source),
  };
}

function compileVoucher(
  compiler: SectionCompiler,
  care: CareDocument,
  voucher: NonNullable<CareDocument['voucher']>,
): CareVoucherRule {
  const path = ['care', 'voucher'];
  for (const code of [voucher.none, voucher.empty, voucher.short]) compiler.reason(path, code);
  for (const kind of ['dayCare', 'institutionBill'] as const) {
    const serviceClass = care[kind]?.serviceClass;
    if (serviceClass && !voucher.classes[serviceClass]) {
      compiler.report(
        ['care', kind, 'serviceClass'],
        `the voucher has no class '${serviceClass}'`,
        'Use a key of care.voucher.classes',
      );
    }
  }
  const classes = Object.entries(voucher.classes).map(([name, { bp, monthCap, source }]) => {
    const at = [...path, 'classes', name];
    const part = compiler.int('care', [...at, 'bp'], bp);
    compiler.rate('care', [...at, 'bp'], bp);
    return [
      name,
      {
        bp: part,
        monthCap: compiler.int('care', [...at, 'monthCap'], monthCap),
        source: compiler.cite(at, source),
      },
    ] as const;
  });
  return {
    checks: compileChecks(compiler, [...path, 'checks'], voucher.checks, {
      scope: 'care',
      stages: ['scheme', 'residence', 'category', 'period', 'day', 'price'],
    }),
    ...(voucher.enrolment && { enrolment: compileEnrolment(compiler, [...path, 'enrolment'], voucher.enrolment) }),
    classes: new Map(classes),
    none: voucher.none,
    empty: voucher.empty,
    short: voucher.short,
    split: compileSplit(compiler, [...path, 'split'], voucher.split, 'care'),
    source: compiler.cite(path, voucher.source),
  };
}
