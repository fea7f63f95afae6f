import { SessionEndedV1 } from '@doorstep/contracts';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SignInWorld, TWO_FACTORS } from './support/sign-in-world.js';

let world: SignInWorld;

// A second issuer, with other names for everything.
const CLAIMS = {
  OIDC_CLAIM_SUBJECT: 'employee_no',
  OIDC_CLAIM_STRENGTH: 'auth_methods',
  OIDC_TWO_FACTOR_VALUES: 'otp face',
  OIDC_SUBJECT_PREFIX: 'gov-',
};

beforeAll(async () => {
  world = await SignInWorld.start(CLAIMS, ['employee_no', 'auth_methods']);
});

afterAll(() => world.close());

const age = (subject: string, column: 'last_used_at' | 'expires_at', by: string) =>
  world.query(`UPDATE session SET ${column} = now() - $2::interval WHERE subject = $1`, [subject, by]);

test.each([
  ['idle', 'last_used_at', '31 minutes'],
  ['absolute', 'expires_at', '1 second'],
] as const)('a session ends after its %s time-out, on record (security 29)', async (reason, column, by) => {
  const employee = `${reason}-1`;
  const browser = await world.signIn({ sub: 'x', claims: { employee_no: employee } });
  const { sessionId } = await world.session(browser, ({ subject }) => subject === `gov-${employee}`);
  await age(`gov-${employee}`, column, by);
  expect((await browser.fetch('/auth/session')).status).toBe(401);
  await eventually(async () => {
    const ended = (await world.probe.events(SessionEndedV1)).map(({ data }) => data);
    expect(ended).toContainEqual(expect.objectContaining({ sessionId, reason }));
    return true;
  });
});

test('another issuer is only another configuration: its own claims name the account and its two factors (security 24)', async () => {
  const claims = { employee_no: '0042', auth_methods: ['pwd', 'otp'] };
  const browser = await world.signIn({ sub: 'meaningless', acr: 'whatever', claims });
  await world.session(browser, ({ subject, strength }) => subject === 'gov-0042' && strength === 'two_factor');
  const weak = await world.signIn({
    sub: 'meaningless',
    acr: TWO_FACTORS,
    claims: { employee_no: '0043', auth_methods: 'pwd' },
  });
  await world.session(weak, ({ subject, strength }) => subject === 'gov-0043' && strength === 'single');
});

test('a name that is no account name becomes one, the same every time and no other', async () => {
  const subjectOf = async (name: string): Promise<string> =>
    (await world.session(await world.signIn({ sub: 'x', claims: { employee_no: name } }), () => true)).subject;
  const [first, again, other] = [
    await subjectOf('auth0|1 2'),
    await subjectOf('auth0|1 2'),
    await subjectOf('auth0|1 3'),
  ];
  expect(first).toMatch(/^gov-x-[A-Za-z0-9_-]{43}$/);
  expect([again === first, other === first]).toEqual([true, false]);
});

test('an account that the token does not name is nobody', async () => {
  world.issuer.visitor = { sub: 'x', claims: {} };
  const { response } = await (await world.signIn({ sub: 'x', claims: {} })).visit('/auth/sign-in');
  expect(response.status).toBe(400);
});
