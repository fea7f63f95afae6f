import type { ImportView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ImportSettlement } from './import-settlement.js';

@Injectable()
export class ViewImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly settlement: ImportSettlement,
  ) {}

  execute(importId: string): Promise<ImportView> {
    return this.transactions.read((tx) => this.settlement.report(tx, importId));
  }
}
