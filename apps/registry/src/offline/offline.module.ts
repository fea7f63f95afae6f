import { Module } from '@nestjs/common';
import { LookupModule } from '../lookup/lookup.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { OfflineController } from './api/offline.controller.js';
import { TillDevicesConsumer } from './api/till-devices.consumer.js';
import { CopySealer } from './application/copy-sealer.port.js';
import { GiveOfflineKey } from './application/give-offline-key.handler.js';
import { LikelyGuests } from './application/likely-guests.port.js';
import { OfflineAccess } from './application/offline-access.js';
import { OfflineContent } from './application/offline-content.js';
import { TakeOfflineCopy } from './application/take-offline-copy.handler.js';
import { TillDevices } from './application/till-devices.port.js';
import { JweCopySealer } from './infrastructure/jwe-copy-sealer.js';
import { SqlLikelyGuests } from './infrastructure/sql-likely-guests.js';
import { SqlTillDevices } from './infrastructure/sql-till-devices.js';

@Module({
  imports: [LookupModule, VaultModule],
  controllers: [OfflineController],
  providers: [
    OfflineAccess,
    OfflineContent,
    TakeOfflineCopy,
    GiveOfflineKey,
    TillDevicesConsumer,
    { provide: CopySealer, useClass: JweCopySealer },
    { provide: LikelyGuests, useClass: SqlLikelyGuests },
    { provide: TillDevices, useClass: SqlTillDevices },
  ],
})
export class OfflineModule {}
