import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import type { RegistryEnv } from '../env.js';
import { BlindIndexes } from './application/blind-indexes.port.js';
import { KeyWrapper } from './application/key-wrapper.port.js';
import { PersonKeys } from './application/person-keys.port.js';
import { MasterKeyWrapper } from './infrastructure/master-key-wrapper.js';
import { PrepareVault } from './application/prepare-vault.js';
import { SqlBlindIndexes } from './infrastructure/sql-blind-indexes.js';
import { SqlPersonKeys } from './infrastructure/sql-person-keys.js';

@Module({
  providers: [
    {
      provide: KeyWrapper,
      inject: [ENV],
      useFactory: (env: RegistryEnv) => new MasterKeyWrapper(env.VAULT_MASTER_KEY),
    },
    { provide: PersonKeys, useClass: SqlPersonKeys },
    { provide: BlindIndexes, useClass: SqlBlindIndexes },
    PrepareVault,
  ],
  exports: [PersonKeys, BlindIndexes, KeyWrapper],
})
export class VaultModule {}
