import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Actor } from '@doorstep/auth';
import type { PolicyDetail } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';

export const AUTHOR: Partial<Actor> = { subject: 'author-1', roles: ['policy_author'], scope: { all: true } };
export const APPROVER: Partial<Actor> = { subject: 'approver-1', roles: ['policy_approver'], scope: { all: true } };

const root = join(dirname(fileURLToPath(import.meta.url)), '../../packs');

interface Draft {
  readonly ruleVersion: number;
  readonly from: string;
  /** Discount of an 80- to 89-year-old at Puya, in fen. */
  readonly puya80?: number;
}

/** The rules of Shenbei with another first day, number and amount. */
export function shenbei({ ruleVersion, from, puya80 = 300 }: Draft): string {
  return readFileSync(join(root, 'cn-shenyang-shenbei/2020-01-01.yaml'), 'utf8')
    .replace('ruleVersion: 1', `ruleVersion: ${ruleVersion}`)
    .replace('effective: { from: 2020-01-01 }', `effective: { from: ${from} }`)
    .replace('puya80: { unit: fen, value: 300', `puya80: { unit: fen, value: ${puya80}`);
}

export function policyDesk(service: TestService) {
  const act = (url: string, as: Partial<Actor>, payload?: object | string, headers: Record<string, string> = {}) =>
    service.inject({
      method: 'POST',
      url: `/v1/policies${url}`,
      as,
      headers: { 'idempotency-key': uuidv7(), ...headers },
      ...(payload !== undefined && { payload }),
    });
  const draft = (text: string, as = AUTHOR) => act('', as, text, { 'content-type': 'application/yaml' });
  const ok = async (answer: ReturnType<typeof act>): Promise<PolicyDetail> => {
    const { statusCode, body } = await answer;
    if (statusCode > 201) throw new Error(`${statusCode} ${body}`);
    return JSON.parse(body) as PolicyDetail;
  };
  return {
    act,
    draft,
    ok,
    propose: (id: string, as = AUTHOR) => act(`/${id}/proposal`, as),
    approve: (id: string, as = APPROVER) => act(`/${id}/approval`, as),
    withdraw: (id: string, as = APPROVER) => act(`/${id}/withdrawal`, as, { reason: 'wrong amount' }),
    /** From nothing to in force. */
    async putInForce(text: string): Promise<PolicyDetail> {
      const { policyId } = await ok(draft(text));
      await ok(act(`/${policyId}/proposal`, AUTHOR));
      return ok(act(`/${policyId}/approval`, APPROVER));
    },
  };
}
