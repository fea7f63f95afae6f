import type { DecidedClaim } from '../src/reperform/claim-history.js';
import { BIRTH, CARE_HASH, CLAIM, DAY, LEVEL, MEAL_HASH, MRS_LI, ORDER, RESIDENCE } from './reperform-states.js';

type Fields = Record<string, unknown>;
const S12 = 'S12 沈阳市民政局「沈北新区2023年老年人助餐地图」2023-12-06';

/** Lunch of 10 yuan at Minfeng: aged 75 to 85 she pays 7 (S12), city and district halve the rest. */
export function lunch(more: { claimId?: string; basis?: Fields; decision?: Fields; correctsClaimId?: string } = {}) {
  return {
    claimId: more.claimId ?? CLAIM,
    origin: { kind: 'meal_order', id: ORDER },
    personId: MRS_LI,
    siteId: 'minfeng',
    serviceDate: DAY,
    mealPeriod: 'lunch',
    decision: {
      outcome: 'approve',
      reason: 'OK',
      packId: 'cn-shenyang-shenbei',
      ruleVersion: '1',
      grossFen: 1_000,
      discountFen: 0,
      subsidyFen: 300,
      deliveryFen: 0,
      operatorFen: 0,
      selfPayFen: 700,
      shares: shares(150),
      steps: [{ code: 'PRICE', fen: 1_000 }, layer(300, 'minfeng_75'), share('city', 150), share('district', 150)],
      flags: [],
      ...more.decision,
    },
    basis: {
      factIds: [BIRTH],
      packHash: MEAL_HASH,
      decisionNumber: 1,
      budgetVersion: null,
      siteVersion: 1,
      ...more.basis,
    },
    decidedAt: '',
    correctsClaimId: more.correctsClaimId ?? null,
  } as DecidedClaim;
}

/** The same for somebody on dibao, who pays 6. */
export const DIBAO_LUNCH = {
  subsidyFen: 400,
  selfPayFen: 600,
  shares: shares(200),
  steps: [{ code: 'PRICE', fen: 1_000 }, layer(400, 'minfeng_dibao'), share('city', 200), share('district', 200)],
};

/** Level 3: 110 yuan a day, 20 from the insurance, half of the other 90 by voucher, 85 of 100 parts of it central. */
export function stayClaim(bookingId: string, claimId: string): DecidedClaim {
  const decision = {
    packId: 'cn-daycare-voucher',
    grossFen: 11_000,
    subsidyFen: 4_500,
    selfPayFen: 4_500,
    shares: [
      { funder: 'central', fen: 3_825 },
      { funder: 'local', fen: 675 },
    ],
    steps: [
      { code: 'FEE', fen: 11_000, source: 'design' },
      { code: 'INSURANCE', fen: -2_000 },
      {
        code: 'VOUCHER_PART',
        fen: 4_500,
        source: 'S83 ECNS 2026-02-12 Gansu voucher; S61 杭州日报 2025-09-04 养老消费券首单（滨江）',
      },
      share('central', 3_825),
      share('local', 675),
    ],
  };
  const basis = {
    factIds: [BIRTH, RESIDENCE, LEVEL],
    packHash: CARE_HASH,
    vouchers: [{ month: '2026-06', leftFen: 50_000 }],
  };
  const about = { origin: { kind: 'day_care' as const, id: bookingId }, siteId: 'huishan', mealPeriod: null };
  return { ...lunch({ claimId, decision, basis }), ...about };
}

/** The same day when insurance had paid 60 yuan; decided in the place of another claim. */
export function insuredStay(bookingId: string, claimId: string, correctsClaimId: string): DecidedClaim {
  const { decision, ...told } = stayClaim(bookingId, claimId);
  const [feeStep, , voucherStep] = decision.steps;
  const split = [
    { funder: 'central', fen: 2_125 },
    { funder: 'local', fen: 375 },
  ];
  const steps = [feeStep, { code: 'INSURANCE', fen: -6_000 }, { ...voucherStep, fen: 2_500 }];
  return {
    ...told,
    correctsClaimId,
    basis: { ...told.basis, decisionNumber: 2 },
    decision: {
      ...{ ...decision, subsidyFen: 2_500, selfPayFen: 2_500, shares: split },
      steps: [...steps, share('central', 2_125), share('local', 375)],
    },
  } as DecidedClaim;
}

export function layer(fen: number, note: string) {
  return { code: 'LAYER_meal', fen, note, source: S12 };
}

export function share(funder: string, fen: number) {
  return { code: `SHARE_${funder}`, fen };
}

export function shares(fen: number) {
  return [
    { funder: 'city', fen },
    { funder: 'district', fen },
  ];
}
