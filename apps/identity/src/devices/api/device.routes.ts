import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { pairingPage } from '../../sign-in/api/pages.js';
import { AddressLimits } from '../../limits/application/address-limits.js';
import { Pairing } from '../application/pairing.js';
import { DeviceCookie } from './device-cookie.js';

const Form = z.strictObject({ code: z.string().min(1).max(20) });

/** `/device`: the page on a shared till or tablet that takes the manager's code. */
@Injectable()
export class DeviceRoutes {
  constructor(
    private readonly pairing: Pairing,
    private readonly cookie: DeviceCookie,
    private readonly limits: AddressLimits,
  ) {}

  register(scope: FastifyInstance): void {
    scope.get('/device', async (request, reply) =>
      reply.type('text/html; charset=utf-8').send(pairingPage(false, (await this.cookie.of(request))?.siteId)),
    );
    scope.post('/device', async (request, reply) => {
      await this.limits.admit('secret', request.ip);
      const form = Form.safeParse(request.body);
      const paired = form.success ? await this.pairing.pair(form.data.code, request.ip) : undefined;
      if (paired) this.cookie.keep(reply, paired.token);
      return reply
        .code(paired ? 200 : 401)
        .type('text/html; charset=utf-8')
        .send(pairingPage(paired === undefined, paired?.device.siteId));
    });
  }
}
