import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../../accounts/application/accounts.port.js';
import { Accounts } from '../../accounts/application/accounts.port.js';
import type { IdentityEnv } from '../../env.js';
import type { Interaction, Proof } from '../../provider/application/interactions.port.js';
import { Interactions } from '../../provider/application/interactions.port.js';
import { Secrets } from '../../shared/application/secrets.js';
import { CheckPassword } from './check-password.js';
import { EnrolSecondFactor } from './enrol-second-factor.js';
import { Messages } from './messages.port.js';
import { PhoneCodes, SignInByPhone } from './phone-codes.js';

const STEP_MS = 10 * 60_000;

@Injectable()
export class PhoneSteps {
  constructor(
    readonly codes: PhoneCodes,
    readonly signIn: SignInByPhone,
    readonly messages: Messages,
  ) {}
}

@Injectable()
export class StepMeans {
  readonly isDemo: boolean;

  constructor(
    readonly secrets: Secrets,
    readonly enrolment: EnrolSecondFactor,
    @Inject(ENV) env: IdentityEnv,
  ) {
    this.isDemo = env.DEMO_ACCOUNTS.length > 0;
  }
}

/** The steps of a sign-in, and what a page carries from one to the next: signed, for this very sign-in, for minutes. */
@Injectable()
export class SignInSteps {
  constructor(
    readonly check: CheckPassword,
    private readonly accounts: Accounts,
    private readonly interactions: Interactions,
    private readonly phones: PhoneSteps,
    private readonly means: StepMeans,
  ) {}

  interaction(request: unknown, response: unknown): Promise<Interaction | undefined> {
    return this.interactions.find(request, response);
  }

  finish(request: unknown, response: unknown, subject: string, proof: Proof): Promise<string> {
    return this.interactions.finish(request, response, subject, proof);
  }

  /** The account, unless it is disabled. */
  async account(subject: string): Promise<Account | undefined> {
    const account = await this.accounts.bySubject(subject);
    return account?.disabled === false ? account : undefined;
  }

  /** In a demonstration the message is also shown, since no phone rings. */
  async sendCode(phone: string): Promise<{ readonly codeId: string; readonly message?: string }> {
    const codeId = await this.phones.codes.send(phone);
    const { messages } = this.phones;
    const message = this.means.isDemo && 'lastTo' in messages ? (messages as DemoMessages).lastTo(phone) : undefined;
    return { codeId, ...(message !== undefined && { message }) };
  }

  byPhone(codeId: string, code: string): Promise<Account | undefined> {
    return this.phones.signIn.execute(codeId, code);
  }

  get enrolment(): EnrolSecondFactor {
    return this.means.enrolment;
  }

  remember(step: Carried, uid: string, value: string): string {
    return this.means.secrets.sign(`${step} ${uid}`, value, Date.now() + STEP_MS);
  }

  recall(step: Carried, uid: string, signed: string): string | undefined {
    return this.means.secrets.verify(`${step} ${uid}`, signed, Date.now());
  }
}

/** For which step a form carries something. */
type Carried = 'totp' | 'code' | 'enrolment';

interface DemoMessages {
  lastTo(phone: string): string | undefined;
}
