import type { LocalDate } from '@doorstep/kernel';
import { localDate } from '@doorstep/kernel';
import type { DatedFact, FactValue } from '../../src/people/domain/person-fact.js';
import { datedFact } from '../../src/people/domain/person-fact.js';

export const TODAY: LocalDate = localDate('2026-11-18');
export const SHENBEI = { city: 'shenyang', district: 'shenbei', town: 'daoyi' };

export const born = (bornOn: string): DatedFact => datedFact({ kind: 'birth', bornOn });
export const died = (diedOn: string): DatedFact => datedFact({ kind: 'death', diedOn });
export const from = (value: FactValue, validFrom: string, validTo?: string): DatedFact =>
  datedFact(value, validFrom, validTo);
export const hukou = (validFrom: string, validTo?: string): DatedFact =>
  from({ kind: 'hukou', place: SHENBEI }, validFrom, validTo);
export const category = (code: string, validFrom: string, validTo?: string): DatedFact =>
  from({ kind: 'category', category: code }, validFrom, validTo);
export const level = (value: number, validFrom: string): DatedFact =>
  from({ kind: 'ability_level', level: value }, validFrom);
export const hospital = (validFrom: string, validTo?: string): DatedFact =>
  from({ kind: 'stay', stay: 'hospital' }, validFrom, validTo);
