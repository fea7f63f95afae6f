import type { Actor } from '@doorstep/auth';
import { CurrentActor, maySeePlace, RequirePermission } from '@doorstep/auth';
import { DeviceList, DeviceQuery, DeviceView, Id, InvitedDevice, InviteDevice } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, ListOf, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Devices } from '../application/devices.port.js';
import { DeviceNotFoundError, Pairing } from '../application/pairing.js';

const LIMIT = 100;

/** Shared tills and tablets of the caller's own sites. */
@Controller('v1/devices')
export class DevicesController {
  constructor(
    private readonly pairing: Pairing,
    private readonly devices: Devices,
  ) {}

  @Post()
  @RequirePermission('identity.device.manage')
  @Answer(InvitedDevice, 201)
  async invite(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Body({ schema: InviteDevice }) { siteId, label }: InviteDevice,
  ): Promise<InvitedDevice> {
    if (!maySeePlace(actor, siteId)) throw new DeviceNotFoundError();
    const { device, pairingCode } = await this.pairing.invite(siteId, label, meta);
    return { ...device, pairingCode };
  }

  @Get()
  @RequirePermission('identity.device.manage')
  @ListOf(DeviceList, 'devices')
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: DeviceQuery }) { siteId }: z.infer<typeof DeviceQuery>,
  ): Promise<DeviceList> {
    if (!maySeePlace(actor, siteId)) throw new DeviceNotFoundError();
    return { items: await this.devices.list(siteId, LIMIT) };
  }

  @Post(':deviceId/revoke')
  @RequirePermission('identity.device.manage')
  @Answer(DeviceView)
  async revoke(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('deviceId', { schema: Id }) deviceId: string,
  ): Promise<DeviceView> {
    const device = await this.devices.find(deviceId);
    if (!device || !maySeePlace(actor, device.siteId)) throw new DeviceNotFoundError();
    return this.pairing.revoke(deviceId, meta);
  }
}
