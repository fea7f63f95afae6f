import { z } from 'zod';
import { Code, FenField, TimeField } from '../events/fields.js';

/** A mobile site is a truck that sells meals at stops; a service centre sells and admits nothing, it advises. */
export const SITE_KINDS = ['canteen', 'mobile_canteen', 'day_care_centre', 'service_centre'] as const;
export const SiteKind = z.enum(SITE_KINDS);
export type SiteKind = z.infer<typeof SiteKind>;

/** Monday is 1, Sunday 7. */
const Weekday = z.int().min(1).max(7);
const MOST_STOPS = 60;
const MOST_ROOMS = 40;

export const ClosureReason = z.enum(['holiday', 'repair', 'disinfection', 'weather', 'staff', 'other']);
export type ClosureReason = z.infer<typeof ClosureReason>;

const STOP = {
  stop: Code,
  /** Of a public place, such as a gate or a square. */
  name: z.string().min(1).max(100),
  town: Code,
  weekday: Weekday,
  arrivesAt: TimeField,
  leavesAt: TimeField,
};
export const TruckStop = z.object(STOP);
export type TruckStop = z.infer<typeof TruckStop>;

const HOURS = { weekday: Weekday, opensAt: TimeField, closesAt: TimeField };
export const OpeningHours = z.object(HOURS);
export type OpeningHours = z.infer<typeof OpeningHours>;

const ROOM = { room: Code, places: z.int().min(1).max(1_000) };

/** The company that runs it. */
const OPERATOR = { kind: z.literal('operator'), company: Code, companyName: z.string().min(1).max(100) };
/** Its price list inside a pack, what its standard meal costs, and what bringing a meal costs. */
const PRICES = {
  kind: z.literal('prices'),
  schedule: Code.nullable(),
  standardMealPriceFen: FenField.nullable(),
  deliveryFeeFen: FenField,
};
/** A serving point cooks nothing: `suppliedBy` is the site that does. `deliveryRangeM` in metres; null: it does not deliver. */
const CANTEEN = {
  kind: z.literal('canteen'),
  windows: z.int().min(1).max(100),
  seats: z.int().min(0).max(5_000),
  kitchen: z.enum(['kitchen', 'serving_point']),
  suppliedBy: Code.nullable(),
  deliveryRangeM: z.int().min(1).max(50_000).nullable(),
};
/** Rooms with their places, and how many elders one carer looks after at most. */
const dayCare = <R extends z.ZodType>(room: R) => ({
  kind: z.literal('day_care'),
  rooms: z.array(room).min(1).max(MOST_ROOMS),
  eldersPerCarer: z.int().min(1).max(100),
});
const stops = <S extends z.ZodType>(stop: S) => ({
  kind: z.literal('stops'),
  stops: z.array(stop).min(1).max(MOST_STOPS),
});
/** Every week; a weekday that is not named is closed. Twice named: it closes over noon. */
const opening = <H extends z.ZodType>(hours: H) => ({
  kind: z.literal('opening'),
  hours: z.array(hours).min(1).max(21),
});
const CLOSURE = { kind: z.literal('closure'), reason: ClosureReason };

/** What holds of a site for a time, as it is told. */
export const SiteTermValue = z.discriminatedUnion('kind', [
  z.object(OPERATOR),
  z.object(PRICES),
  z.object(CANTEEN),
  z.object(dayCare(z.object(ROOM))),
  z.object(stops(TruckStop)),
  z.object(opening(OpeningHours)),
  z.object(CLOSURE),
]);
export type SiteTermValue = z.infer<typeof SiteTermValue>;

/** The same as it is asked for: nothing unknown is let pass. */
export const SiteTermDraft = z.discriminatedUnion('kind', [
  z.strictObject(OPERATOR),
  z.strictObject(PRICES),
  z.strictObject(CANTEEN),
  z.strictObject(dayCare(z.strictObject(ROOM))),
  z.strictObject(stops(z.strictObject(STOP))),
  z.strictObject(opening(z.strictObject(HOURS))),
  z.strictObject(CLOSURE),
]);

export const SITE_TERM_KINDS = ['operator', 'prices', 'canteen', 'day_care', 'stops', 'opening', 'closure'] as const;
export const SiteTermKind = z.enum(SITE_TERM_KINDS);
export type SiteTermKind = z.infer<typeof SiteTermKind>;
