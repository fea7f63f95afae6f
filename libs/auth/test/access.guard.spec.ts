import type { ExecutionContext } from '@nestjs/common';
import { beforeAll, expect, test } from '@jest/globals';
import { AccessGuard, generateTokenKeys, Public, RequirePermission, TokenSigner } from '../src/index.js';
import type { AuthenticatedRequest } from '../src/index.js';
import { operator, verifierOf } from './token.mother.js';

class Routes {
  @Public()
  health(): void {}

  @RequirePermission('registry.fact.write')
  writeFact(): void {}

  @RequirePermission('registry.staff.write')
  grantRole(): void {}

  forgotten(): void {}
}

let guard: AccessGuard;
let signer: TokenSigner;

beforeAll(async () => {
  const keys = await generateTokenKeys();
  guard = new AccessGuard(verifierOf(keys));
  signer = await TokenSigner.fromJwk(keys.privateJwk);
});

async function headersOf(role?: 'administrator' | 'site_operator'): Promise<AuthenticatedRequest> {
  if (!role) return { headers: {} };
  const token = await signer.internal({ ...operator, roles: [role] }, 'meal-orders');
  return { headers: { authorization: `Bearer ${token}` } };
}

const visit = (route: keyof Routes, request: AuthenticatedRequest, type = 'http') =>
  guard.canActivate({
    getType: () => type,
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext);

test('lets everybody see what is public', async () => {
  expect(await visit('health', await headersOf())).toBe(true);
});

test('asks for a token', async () => {
  await expect(visit('writeFact', await headersOf())).rejects.toMatchObject({ code: 'AUTH.TOKEN_REQUIRED' });
});

test('asks for the permission', async () => {
  await expect(visit('writeFact', await headersOf('site_operator'))).rejects.toMatchObject({
    code: 'AUTH.PERMISSION_DENIED',
  });
});

test('lets the permitted in and says who it is', async () => {
  const request = await headersOf('administrator');
  expect(await visit('writeFact', request)).toBe(true);
  expect(request.actor).toMatchObject({ kind: 'staff', subject: 'op-puya' });
});

test('leaves of two roles only the one that has the permission, where it holds', async () => {
  const grants = [
    { role: 'administrator', scope: { sites: ['puya'] } },
    { role: 'site_operator', scope: { sites: ['minfeng'] } },
  ] as const;
  const token = await signer.internal({ ...operator, grants }, 'meal-orders');
  const request: AuthenticatedRequest = { headers: { authorization: `Bearer ${token}` } };
  expect(await visit('writeFact', request)).toBe(true);
  expect(request.actor).toMatchObject({ roles: ['administrator'], scope: { sites: ['puya'] } });
});

test('denies a route that declares nothing', async () => {
  await expect(visit('forgotten', await headersOf('administrator'))).rejects.toMatchObject({
    code: 'AUTH.PERMISSION_DENIED',
  });
});

test('asks for a fresh proof before roles are granted or money is moved, and for nothing else (security 30)', async () => {
  const as = async (role: 'administrator' | 'site_manager'): Promise<AuthenticatedRequest> => {
    const actor = { ...operator, roles: [role], scope: { all: true }, limits: ['no_step_up'] as const };
    return { headers: { authorization: `Bearer ${await signer.internal(actor, 'meal-orders')}` } };
  };
  for (const role of ['administrator', 'site_manager'] as const)
    await expect(visit('grantRole', await as(role))).rejects.toMatchObject({ code: 'AUTH.STEP_UP_REQUIRED' });
  expect(await visit('writeFact', await as('administrator'))).toBe(true);
});

test('leaves event handlers alone', async () => {
  expect(await visit('forgotten', await headersOf(), 'rpc')).toBe(true);
});
