import {
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { consumerOptionsOf } from '../events/decorators.js';
import { Outbox } from '../outbox/outbox.js';
import { Messaging } from './messaging.js';
import { ParkedKeysController } from './parked-keys.controller.js';
import { RepairsController } from './repairs.controller.js';

/** Gives every module the Outbox, finds the consumers among all providers, and ties messaging to the application's life. */
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly messaging: Messaging,
    private readonly discovery: DiscoveryService,
  ) {}

  static forService(messaging: Messaging): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: [ParkedKeysController, RepairsController],
      providers: [
        { provide: Messaging, useValue: messaging },
        { provide: Outbox, useValue: messaging.outbox },
      ],
      exports: [Messaging, Outbox],
    };
  }

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map((wrapper) => wrapper.instance as object | null | undefined);
    const consumers = instances.filter((instance) => instance && consumerOptionsOf(instance.constructor) !== undefined);
    this.messaging.use([...new Set(consumers as object[])]);
  }

  onApplicationBootstrap(): void {
    this.messaging.startRelay();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.messaging.close();
  }
}
