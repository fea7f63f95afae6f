import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Account } from '../../accounts/application/accounts.port.js';
import { DeviceCookie } from '../../devices/api/device-cookie.js';
import type { IdentityEnv } from '../../env.js';
import { AddressLimits } from '../../limits/application/address-limits.js';
import type { Interaction, Proof } from '../../provider/application/interactions.port.js';
import { SignInSteps } from '../application/sign-in-steps.js';
import { enrolPage } from './enrol-page.js';
import type { Wrong } from './pages.js';
import { codePage, firstPage, overPage } from './pages.js';

const Login = z.string().min(1).max(100);
const PasswordForm = z.strictObject({ login: Login, password: z.string().min(1).max(128) });
const PinForm = z.strictObject({ login: Login, pin: z.string().regex(/^\d{4,12}$/) });
const PhoneForm = z.strictObject({
  phone: z
    .string()
    .trim()
    .regex(/^1[3-9]\d{9}$/),
});
const CodeForm = z.strictObject({
  pending: z.string().min(1).max(1_000),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
const DemoForm = z.strictObject({ subject: Login });

/** The pages: plain forms, each of which leads to the next page or back to the gateway. */
@Injectable()
export class SignInRoutes {
  constructor(
    @Inject(ENV) private readonly env: IdentityEnv,
    private readonly steps: SignInSteps,
    private readonly device: DeviceCookie,
    private readonly limits: AddressLimits,
  ) {}

  register(scope: FastifyInstance): void {
    scope.get('/sign-in/:uid', async (request, reply) => {
      const interaction = await this.interaction(request, reply);
      return interaction ? this.first(request, reply, interaction) : this.over(reply);
    });
    this.post(scope, 'password', (at) => this.password(at));
    this.post(scope, 'pin', (at) => this.pin(at));
    this.post(scope, 'phone', (at) => this.phone(at));
    this.post(scope, 'code', (at) => this.phoneCode(at));
    this.post(scope, 'second-factor', (at) => this.secondFactor(at));
    this.post(scope, 'enrolment', (at) => this.enrol(at));
    if (this.env.DEMO_ACCOUNTS.length > 0) this.post(scope, 'demo', (at) => this.demo(at));
  }

  private async password(at: Step): Promise<FastifyReply> {
    const form = PasswordForm.safeParse(at.request.body);
    const account = form.success ? await this.steps.check.password(form.data.login, form.data.password) : undefined;
    if (!account) return this.first(at.request, at.reply, at.interaction, 'password');
    if (this.steps.enrolment.isOpenFor(account)) return this.beginEnrolment(at, account);
    if (!account.totpSecret) return this.finish(at, account, { twoFactor: false, methods: ['pwd'] });
    const pending = this.steps.remember('totp', at.interaction.uid, account.subject);
    return this.page(at.reply, codePage({ uid: at.interaction.uid, pending, kind: 'totp' }));
  }

  private async secondFactor(at: Step): Promise<FastifyReply> {
    const { uid } = at.interaction;
    const form = CodeForm.safeParse(at.request.body);
    const pending = z.object({ pending: z.string() }).safeParse(at.request.body).data?.pending ?? '';
    const subject = this.steps.recall('totp', uid, pending);
    if (subject === undefined) return this.first(at.request, at.reply, at.interaction, 'code');
    const right = form.success && (await this.steps.check.secondFactor(subject, form.data.code));
    const account = right ? await this.steps.account(subject) : undefined;
    if (!account) return this.page(at.reply, codePage({ uid, pending, kind: 'totp', wrong: 'code' }), 401);
    return this.finish(at, account, { twoFactor: true, methods: ['pwd', 'otp'] });
  }

  private beginEnrolment({ interaction: { uid }, reply }: Step, { subject }: Account): FastifyReply {
    const { shown, carried } = this.steps.enrolment.begin(subject);
    return this.page(reply, enrolPage({ uid, pending: this.steps.remember('enrolment', uid, carried), shown }));
  }

  private async enrol(at: Step): Promise<FastifyReply> {
    const { uid } = at.interaction;
    const form = CodeForm.safeParse(at.request.body);
    const pending = z.object({ pending: z.string() }).safeParse(at.request.body).data?.pending ?? '';
    const carried = this.steps.recall('enrolment', uid, pending);
    if (carried === undefined) return this.first(at.request, at.reply, at.interaction, 'code');
    const subject = form.success ? await this.steps.enrolment.confirm(carried, form.data.code) : undefined;
    const account = subject === undefined ? undefined : await this.steps.account(subject);
    if (!account) return this.page(at.reply, enrolPage({ uid, pending, wrong: 'code' }), 401);
    return this.finish(at, account, { twoFactor: true, methods: ['pwd', 'otp'] });
  }

  private async pin(at: Step): Promise<FastifyReply> {
    const device = await this.device.of(at.request);
    const form = PinForm.safeParse(at.request.body);
    const account = device && form.success ? await this.steps.check.pin(form.data.login, form.data.pin) : undefined;
    if (!device || !account) return this.first(at.request, at.reply, at.interaction, 'pin');
    return this.finish(at, account, { twoFactor: false, methods: ['pin'], device });
  }

  private async phone(at: Step): Promise<FastifyReply> {
    const { uid } = at.interaction;
    const form = PhoneForm.safeParse(at.request.body);
    if (!form.success) return this.first(at.request, at.reply, at.interaction, 'phone');
    const { codeId, message } = await this.steps.sendCode(form.data.phone);
    const pending = this.steps.remember('code', uid, codeId);
    return this.page(at.reply, codePage({ uid, pending, kind: 'phone', message }));
  }

  private async phoneCode(at: Step): Promise<FastifyReply> {
    const { uid } = at.interaction;
    const pending = z.object({ pending: z.string() }).safeParse(at.request.body).data?.pending ?? '';
    const codeId = this.steps.recall('code', uid, pending);
    if (codeId === undefined) return this.first(at.request, at.reply, at.interaction, 'code');
    const form = CodeForm.safeParse(at.request.body);
    const account = form.success ? await this.steps.byPhone(codeId, form.data.code) : undefined;
    if (!account) return this.page(at.reply, codePage({ uid, pending, kind: 'phone', wrong: 'code' }), 401);
    return this.finish(at, account, { twoFactor: false, methods: ['sms'] });
  }

  private async demo(at: Step): Promise<FastifyReply> {
    const form = DemoForm.safeParse(at.request.body);
    const known = this.env.DEMO_ACCOUNTS.find(({ subject }) => form.success && subject === form.data.subject);
    const account = known && (await this.steps.account(known.subject));
    if (!known || !account) return this.first(at.request, at.reply, at.interaction, 'password');
    return this.finish(at, account, { twoFactor: known.twoFactor, methods: ['pwd'] });
  }

  private async finish(at: Step, account: Account, proof: Proof): Promise<FastifyReply> {
    const address = await this.steps.finish(at.request.raw, at.reply.raw, account.subject, proof);
    return at.reply.redirect(address, 303);
  }

  private async first(
    request: FastifyRequest,
    reply: FastifyReply,
    { uid }: Interaction,
    wrong?: Wrong,
  ): Promise<FastifyReply> {
    const deviceSiteId = (await this.device.of(request))?.siteId;
    return this.page(reply, firstPage({ uid, wrong, deviceSiteId, demo: this.env.DEMO_ACCOUNTS }), wrong ? 401 : 200);
  }

  private over(reply: FastifyReply): FastifyReply {
    return this.page(reply, overPage(this.env.GATEWAY_ORIGIN), 410);
  }

  private page(reply: FastifyReply, text: string, status = 200): FastifyReply {
    return reply.code(status).type('text/html; charset=utf-8').send(text);
  }

  private post(scope: FastifyInstance, step: string, work: (at: Step) => Promise<FastifyReply>): void {
    scope.post(`/sign-in/:uid/${step}`, async (request, reply) => {
      await this.limits.admit(step === 'phone' ? 'message' : 'secret', request.ip);
      const interaction = await this.interaction(request, reply);
      return interaction ? work({ request, reply, interaction }) : this.over(reply);
    });
  }

  /** The cookie of the browser and the address must name the same sign-in. */
  private async interaction(request: FastifyRequest, reply: FastifyReply): Promise<Interaction | undefined> {
    const found = await this.steps.interaction(request.raw, reply.raw);
    return found?.uid === (request.params as { uid: string }).uid ? found : undefined;
  }
}

interface Step {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly interaction: Interaction;
}
