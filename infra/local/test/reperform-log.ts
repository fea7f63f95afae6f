import type { EventDefinition } from '@doorstep/contracts';
import {
  BookingConfirmedV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimSettledV1,
  MealOrderPlacedV1,
  PersonFactRecordedV1,
  PersonRegisteredV1,
  PolicyActivatedV1,
  SiteRecordedV1,
  StayCompletedV1,
} from '@doorstep/contracts';
import type { DecidedClaim } from '../src/reperform/claim-history.js';
import type { LogReading, LogRecord } from '../src/reperform/log-reading.js';
import { activated, BIRTH, CARE, DAY, id, MEALS, MRS_LI, ORDER, placed, site } from './reperform-states.js';

type Fields = Record<string, unknown>;
type Service = 'registry' | 'meal-orders' | 'day-care' | 'benefits';

/** A log as the services write it, of one elder of 79 in a city with a canteen and a day-care centre. Times run by themselves. */
export class HandMadeLog {
  private readonly records: LogRecord[] = [];
  private minutes = 0;

  constructor() {
    this.event('benefits', PolicyActivatedV1, activated('cn-shenyang-shenbei', '2020-01-01', MEALS));
    this.event('benefits', PolicyActivatedV1, activated('cn-daycare-voucher', '2020-01-01', CARE));
    this.event('registry', SiteRecordedV1, site('minfeng', 'canteen'));
    this.event('registry', SiteRecordedV1, site('huishan', 'day_care_centre'));
    this.event('registry', PersonRegisteredV1, { personId: MRS_LI, recordedAt: this.now() });
    this.fact(BIRTH, { kind: 'birth', bornOn: '1947-03-01' });
  }

  event(service: Service, definition: EventDefinition, data: Fields, more: Fields = {}): this {
    definition.data.parse(data);
    const source = `${service}/0/1`;
    const sequence = this.records.filter((record) => record.source === source).length + 1;
    const envelope = {
      actor: 'staff:test',
      correlationid: 'test',
      data,
      dataschema: `urn:doorstep:schema:${definition.type}`,
      datacontenttype: 'application/json',
      id: id(900_000 + this.records.length),
      previous: '0',
      sequence: String(sequence),
      source,
      specversion: '1.0',
      subject: String(data['personId'] ?? 'city'),
      time: this.now(),
      type: definition.type,
      ...more,
    };
    this.records.push({ source, sequence, bytes: Buffer.from(JSON.stringify(envelope)) });
    this.minutes += 1;
    return this;
  }

  fact(factId: string, fact: Fields, validFrom = '2015-01-01', more: Fields = {}): this {
    const dates = { validFrom, validTo: null, recordedAt: this.now() };
    return this.event('registry', PersonFactRecordedV1, { personId: MRS_LI, factId, fact, ...dates, ...more });
  }

  order(orderId = ORDER, more: Fields = {}): this {
    return this.event('meal-orders', MealOrderPlacedV1, { ...placed(orderId), ...more });
  }

  stay(bookingId: string, eventId: string): this {
    const about = { bookingId, personId: MRS_LI, siteId: 'huishan', serviceDate: DAY };
    const times = { checkedInAt: `${DAY}T08:30:00+08:00`, checkedOutAt: `${DAY}T16:30:00+08:00` };
    const booked = { arrivesAt: '08:30', plannedMinutes: 480, withLunch: true, bookedBy: 'family' };
    this.event('day-care', BookingConfirmedV1, { ...about, ...booked, confirmedAt: this.now() });
    const day = { minutes: 480, withLunch: true, insurancePaidFen: 2_000, otherPublicPaidFen: 0 };
    return this.event('day-care', StayCompletedV1, { ...about, ...times, ...day }, { id: eventId });
  }

  claim(told: DecidedClaim, definition: EventDefinition = ClaimHeldV1, more: Fields = {}): this {
    return this.event('benefits', definition, { ...told, decidedAt: this.now() }, more);
  }

  settled(told: DecidedClaim, definition: EventDefinition = ClaimSettledV1, more: Fields = {}): this {
    const { decision, basis: _, decidedAt: __, correctsClaimId: ___, ...ref } = told;
    const { subsidyFen, deliveryFen, operatorFen, shares } = decision;
    const money = { subsidyFen, deliveryFen, operatorFen, shares, ledgerTransactionId: id(7) };
    return this.event('benefits', definition, { ...ref, ...money, settledAt: this.now(), ...more });
  }

  released({ decision: _, basis: __, decidedAt: ___, correctsClaimId: ____, ...ref }: DecidedClaim): this {
    return this.event('benefits', ClaimReleasedV1, { ...ref, cause: 'replaced', releasedAt: this.now() });
  }

  now(): string {
    return new Date(Date.parse(`${DAY}T03:00:00Z`) + this.minutes * 60_000).toISOString();
  }

  all(): readonly LogRecord[] {
    return this.records;
  }

  async *read(change: (record: LogRecord) => LogRecord = (record) => record): LogReading {
    for (const record of this.records) yield Promise.resolve(change(record));
  }

  /** As a folder's file has it. */
  ndjson(): string {
    return this.records
      .map(({ source, sequence, bytes }) =>
        JSON.stringify({
          source,
          sequence: String(sequence),
          bytes: Buffer.isBuffer(bytes) ? bytes.toString('base64') : null,
        }),
      )
      .join('\n');
  }
}
