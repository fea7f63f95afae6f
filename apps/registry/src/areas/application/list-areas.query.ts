import type { AreaPage, AreaQuery } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { codeOf, pageFrom } from '../../shared/code-cursor.js';
import { AreaRepository } from './area.repository.port.js';

@Injectable()
export class ListAreas {
  constructor(
    private readonly transactions: Transactions,
    private readonly areas: AreaRepository,
  ) {}

  async execute({ kind, parent, cursor, limit }: AreaQuery): Promise<AreaPage> {
    const after = codeOf(cursor);
    const found = await this.transactions.read((tx) => this.areas.list(tx, { kind, parent, after, limit: limit + 1 }));
    return pageFrom(found, limit, (area) => area.code);
  }
}
