import { ENV, LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityEnv } from '../../env.js';
import { Secrets } from '../../shared/application/secrets.js';
import { Accounts } from './accounts.port.js';

/** The people of a demonstration, where there is one. They have no passwords: the sign-in page has a button for each. */
@Injectable()
export class DemoAccounts implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: IdentityEnv,
    @Inject(LOGGER) private readonly logger: { warn(text: string): void },
    private readonly transactions: Transactions,
    private readonly accounts: Accounts,
    private readonly secrets: Secrets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const list = this.env.DEMO_ACCOUNTS;
    if (list.length === 0) return;
    this.logger.warn('people of a demonstration can sign in here without a password');
    await this.transactions.run({ keys: [] }, async (tx) => {
      for (const { subject, phone } of list) {
        const phoneKey = phone === undefined ? null : this.secrets.mac('phone', phone);
        const kind = phoneKey ? 'family' : 'staff';
        await this.accounts.insert(tx, { subject, kind, login: phoneKey ? null : subject.toLowerCase(), phoneKey });
      }
    });
  }
}
