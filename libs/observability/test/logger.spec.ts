import { expect, test } from '@jest/globals';
import { createLogger } from '../src/index.js';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  let line = '';
  write(createLogger('benefits', 'debug', { write: (text: string) => void (line += text) }));
  return JSON.parse(line) as Record<string, unknown>;
}

test('a line says where, when and how bad', () => {
  expect(logged((logger) => logger.info({ correlationId: 'c-1' }, 'settled'))).toMatchObject({
    service: 'benefits',
    level: 'info',
    message: 'settled',
    correlationId: 'c-1',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test.each(['authorization', 'phone', 'name', 'Address', 'idNumber', 'body', 'parameters', 'token'])(
  '%s is kept out',
  (field) => {
    const line = JSON.stringify(
      logged((logger) => logger.info({ person: { [field]: '王秀英' }, list: [{ [field]: 'x1y2' }] }, 'm')),
    );
    expect(line).not.toMatch(/王秀英|x1y2/);
  },
);

test('what somebody sent cannot begin a line of its own', () => {
  let lines = '';
  const logger = createLogger('benefits', 'debug', { write: (text: string) => void (lines += text) });
  logger.warn({ url: '/v1/x\r\n{"level":"info","message":"forged"}' }, 'odd\nurl \u2028 \u001b[31m');
  expect(lines.split(/[\r\n]/).filter((line) => line !== '')).toHaveLength(1);
  expect(lines).not.toContain('\u001b');
});

test('numbers of identity cards and mobile phones are masked wherever they stand', () => {
  const line = JSON.stringify(
    logged((logger) => logger.warn('saw 21011319480315024X and 13940001234, order 1394000123')),
  );
  expect(line).not.toMatch(/21011319480315024X|13940001234/);
  expect(line).toContain('1394000123');
});

test('a database error keeps its place and loses its values', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "uq_person_phone"'), {
    name: 'QueryFailedError',
    driverError: Object.assign(new Error('duplicate key (phone)=(139) already exists'), {
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (phone)=(139) already exists.',
      constraint: 'uq_person_phone',
      table: 'person',
    }),
    parameters: ['王秀英'],
    query: 'INSERT …',
  });
  const line = logged((logger) => logger.error({ err: error }, 'failed'));
  expect(line['err']).toMatchObject({ code: '23505', constraint: 'uq_person_phone', table: 'person' });
  expect(JSON.stringify(line)).not.toMatch(/王秀英|\(139\)|INSERT/);
});

test('an error of the program keeps its message and its place', () => {
  const line = logged((logger) => logger.error({ err: new TypeError('x is not a function') }, 'failed'));
  expect(line['err']).toMatchObject({
    name: 'TypeError',
    message: 'x is not a function',
    stack: expect.stringContaining('at '),
  });
});
