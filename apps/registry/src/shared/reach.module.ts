import { Global, Module } from '@nestjs/common';
import { ScopedTransactions } from './scoped-transactions.js';

@Global()
@Module({ providers: [ScopedTransactions], exports: [ScopedTransactions] })
export class ReachModule {}
