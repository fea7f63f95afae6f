import { Public } from '@doorstep/auth';
import { NotInApi } from '@doorstep/contracts';
import { Controller, Get } from '@nestjs/common';
import { Upstreams } from '../proxy/upstreams.js';

@NotInApi()
@Public()
@Controller()
export class HomeController {
  constructor(private readonly upstreams: Upstreams) {}

  @Get()
  home(): object {
    return {
      name: 'Doorstep 家门口',
      docs: '/docs',
      health: '/health/ready',
      log: '/audit/log/checkpoint',
      services: [...this.upstreams.all.map(({ name }) => name), 'gateway'].map((name) => ({
        name,
        calls: `/${name}/v1`,
        openapi: `/${name}/openapi.json`,
        asyncapi: `/${name}/asyncapi.json`,
      })),
    };
  }
}
