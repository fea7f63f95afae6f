import { ENV } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Provider } from 'oidc-provider';
import type { IdentityEnv } from '../../env.js';
import { Accounts } from '../../accounts/application/accounts.port.js';
import { Secrets } from '../../shared/application/secrets.js';
import type { Interaction, Proof } from '../application/interactions.port.js';
import { Interactions } from '../application/interactions.port.js';
import { DEVICE_ACR_PREFIX, providerConfiguration, SINGLE_ACR, TWO_FACTOR_ACR } from './provider-configuration.js';

/** The certified provider, and our end of its interactions. */
@Injectable()
export class OpenIdProvider extends Interactions {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  private readonly provider: Provider;

  constructor(@Inject(ENV) env: IdentityEnv, transactions: Transactions, accounts: Accounts, secrets: Secrets) {
    super();
    const exists = async (subject: string): Promise<boolean> => (await accounts.bySubject(subject))?.disabled === false;
    const parts = { env, transactions, cookieKey: secrets.cookieKey, exists };
    this.provider = new Provider(env.ISSUER_ORIGIN, providerConfiguration(parts));
    // Behind a proxy that ends TLS the address of the issuer is what counts, not what the connection looks like.
    this.provider.proxy = env.ISSUER_ORIGIN.startsWith('https://');
    const callback = this.provider.callback();
    this.handle = (request, response) => void callback(withoutSession(request), response);
  }

  async find(request: IncomingMessage, response: ServerResponse): Promise<Interaction | undefined> {
    try {
      const { uid, params } = await this.provider.interactionDetails(request, response);
      const wanted = typeof params['acr_values'] === 'string' ? params['acr_values'].split(' ') : [];
      return { uid, stepUp: wanted.includes(TWO_FACTOR_ACR) };
    } catch {
      return undefined;
    }
  }

  async finish(request: IncomingMessage, response: ServerResponse, subject: string, proof: Proof): Promise<string> {
    const login = { accountId: subject, ...factsOf(proof), remember: false };
    return this.provider.interactionResult(request, response, { login }, { mergeWithLastSubmission: false });
  }
}

function factsOf(proof: Proof): { readonly acr: string; readonly amr: string[] } {
  if (proof.device) return { acr: `${DEVICE_ACR_PREFIX}${proof.device.siteId}:${proof.device.deviceId}`, amr: ['pin'] };
  return proof.twoFactor
    ? { acr: TWO_FACTOR_ACR, amr: ['pwd', 'otp', 'mfa'] }
    : { acr: SINGLE_ACR, amr: proof.methods };
}

/** Node's own request and response, as the library names them. */
type IncomingMessage = Parameters<Provider['interactionDetails']>[0];
type ServerResponse = Parameters<Provider['interactionDetails']>[1];

const SESSION = /^_session(\.legacy)?(\.sig)?=/;

/** Sessions are the gateway's. One of the issuer would sign in the last person at a shared till, so it is not looked at. */
function withoutSession(request: IncomingMessage): IncomingMessage {
  const kept = (request.headers.cookie ?? '').split(/;\s*/).filter((pair) => !SESSION.test(pair));
  request.headers.cookie = kept.join('; ');
  return request;
}
