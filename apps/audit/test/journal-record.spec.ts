import { describe, expect, it } from '@jest/globals';
import { journalRecordOf } from '../src/journal/domain/journal-record.js';
import { arrived, BENEFITS, LI, malformed } from './arrived.mother.js';

const rule = { owner: 'benefits', keyedByPerson: true };

describe('a record for the journal', () => {
  it('keeps its number, its person and its bytes', () => {
    const record = arrived(7);
    expect(journalRecordOf(record, rule)).toMatchObject({
      identity: { source: BENEFITS, sequence: 7n },
      event: { type: 'benefits.claim.held.v1', subject: LI, personId: LI, causationId: null },
      bytes: record.bytes,
      problem: null,
    });
  });

  it('names a person only where the key is one', () => {
    const site = { owner: 'benefits', keyedByPerson: false };
    expect(journalRecordOf(arrived(7), site).event?.personId).toBeNull();
    expect(journalRecordOf(arrived(7, { subject: 'puya' }), rule).event?.personId).toBeNull();
    // A guest is keyed by the order.
    expect(journalRecordOf(arrived(7, { data: { personId: null } }), rule).event?.personId).toBeNull();
  });

  it('is kept for its bytes when nobody can read it', () => {
    expect(journalRecordOf(malformed(3, '{'), rule)).toMatchObject({
      identity: null,
      event: null,
      problem: 'MALFORMED',
    });
    expect(journalRecordOf(malformed(3, null), rule)).toMatchObject({ bytes: null, problem: 'TOMBSTONE' });
  });

  it('cannot claim a number of somebody else', () => {
    const forged = journalRecordOf(arrived(7, { source: 'registry/0/1' }), rule);
    expect(forged).toMatchObject({ identity: null, problem: 'FOREIGN_SOURCE' });
  });

  it('keeps its number under a wrong key, and says so', () => {
    const record = journalRecordOf({ ...arrived(7), key: 'x\0y' }, rule);
    expect(record).toMatchObject({ identity: { sequence: 7n }, key: 'x\uFFFDy', problem: 'WRONG_KEY' });
  });

  it.each([
    ['a NUL in a text', { actor: 'staff:\0' }],
    ['a year that no calendar has', { time: '0000-01-01T00:00:00Z' }],
  ])('holds nothing of an envelope with %s but the bytes', (_name, change) => {
    expect(journalRecordOf(arrived(7, change), rule)).toMatchObject({
      event: null,
      identity: null,
      problem: 'UNSTORABLE',
    });
  });

  it('has no number that a bigint cannot hold', () => {
    const record = journalRecordOf(arrived(7, { sequence: '9999999999999999999' }), rule);
    expect(record).toMatchObject({ identity: null, problem: 'SEQUENCE_OUT_OF_RANGE' });
  });
});
