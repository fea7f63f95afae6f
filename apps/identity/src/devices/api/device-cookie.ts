import { ENV } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IdentityEnv } from '../../env.js';
import type { Device } from '../application/devices.port.js';
import { Pairing } from '../application/pairing.js';

const YEAR_SECONDS = 31_536_000;

/** The token of a paired device, where its browser keeps it. */
@Injectable()
export class DeviceCookie {
  private readonly name: string;
  private readonly attributes: string;

  constructor(
    @Inject(ENV) env: IdentityEnv,
    private readonly pairing: Pairing,
  ) {
    const secure = env.ISSUER_ORIGIN.startsWith('https://');
    this.name = `${secure ? '__Host-' : 'development-'}doorstep-device`;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${YEAR_SECONDS}${secure ? '; Secure' : ''}`;
  }

  async of(request: FastifyRequest): Promise<Device | undefined> {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const values = pairs
      .filter((pair) => pair.startsWith(`${this.name}=`))
      .map((pair) => pair.slice(this.name.length + 1));
    const [token] = values;
    if (values.length !== 1 || token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
    return this.pairing.deviceOf(token);
  }

  keep(reply: FastifyReply, token: string): void {
    reply.header('set-cookie', `${this.name}=${token}; ${this.attributes}`);
  }
}
