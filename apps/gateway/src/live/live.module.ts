import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { LiveConsumer } from './api/live.consumer.js';
import { LiveBuffer } from './application/live-buffer.js';
import { LiveHub } from './application/live-hub.js';
import { LiveLines } from './application/live-lines.js';
import { LiveReaders } from './application/live-readers.js';
import { LiveStore } from './application/live-store.port.js';
import { SqlLiveStore } from './infrastructure/sql-live-store.js';

@Module({
  imports: [SessionsModule],
  providers: [
    { provide: LiveStore, useClass: SqlLiveStore },
    ...[LiveBuffer, LiveReaders, LiveLines, LiveHub],
    LiveConsumer,
  ],
  exports: [LiveHub],
})
export class LiveModule {}
