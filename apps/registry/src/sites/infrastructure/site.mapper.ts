import { fenFromSql } from '@doorstep/kernel';
import type { VersionedSite } from '../domain/site.js';
import type { SiteRecord } from './site.record.js';

export function siteOf(record: SiteRecord): VersionedSite {
  const { standardMealPriceFen, deliveryFeeFen } = record;
  return {
    siteId: record.siteId,
    version: record.version,
    siteKind: record.siteKind,
    name: record.name,
    phone: record.phone,
    province: record.province,
    city: record.city,
    district: record.district,
    town: record.town,
    schedule: record.schedule,
    standardMealPriceFen: standardMealPriceFen === null ? null : fenFromSql(standardMealPriceFen),
    deliveryFeeFen: fenFromSql(deliveryFeeFen),
    mealPackId: record.mealPackId,
    dayCarePackId: record.dayCarePackId,
    periods: record.periods,
    places: record.places,
    active: record.active,
  };
}
