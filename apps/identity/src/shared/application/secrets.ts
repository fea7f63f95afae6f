import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityEnv } from '../../env.js';

/** What is done under the service's key: finding by HMAC, sealing with AES-256-GCM, signing what a form carries along. */
@Injectable()
export class Secrets {
  private readonly keys: { readonly mac: Buffer; readonly seal: Buffer; readonly sign: Buffer };

  constructor(@Inject(ENV) { IDENTITY_KEY }: Pick<IdentityEnv, 'IDENTITY_KEY'>) {
    const keyFor = (use: string): Buffer =>
      Buffer.from(hkdfSync('sha256', IDENTITY_KEY, '', `doorstep identity ${use}`, 32));
    this.keys = { mac: keyFor('mac'), seal: keyFor('seal'), sign: keyFor('sign') };
  }

  /** A keyed hash: what is short, such as a code or a phone number, cannot be found by trying all. */
  mac(space: string, value: string): Buffer {
    return createHmac('sha256', this.keys.mac).update(`${space}\0${value}`).digest();
  }

  /** Cookies of the issuer are signed with this. */
  get cookieKey(): string {
    return this.mac('cookies', '').toString('base64url');
  }

  seal(plain: Buffer, owner: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keys.seal, nonce).setAAD(Buffer.from(owner));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  open(sealed: Buffer, owner: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.keys.seal, sealed.subarray(0, 12)).setAAD(Buffer.from(owner));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  }

  /** Carries a value through a form and knows it again; good for one purpose and some time. */
  sign(purpose: string, value: string, untilMs: number): string {
    const text = `${untilMs}.${Buffer.from(value).toString('base64url')}`;
    return `${text}.${this.signature(purpose, text).toString('base64url')}`;
  }

  verify(purpose: string, signed: string, nowMs: number): string | undefined {
    const [until = '', value = '', signature = ''] = signed.split('.');
    const expected = this.signature(purpose, `${until}.${value}`);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return Number(until) > nowMs ? Buffer.from(value, 'base64url').toString() : undefined;
  }

  private signature(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.keys.sign).update(`${purpose}\0${text}`).digest();
  }
}
