import { RequirePermission } from '@doorstep/auth';
import { AccountSubject, AccountView, ChangeAccount, CreateAccount, SecondFactor } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ManageAccounts } from '../application/manage-accounts.js';

@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly accounts: ManageAccounts) {}

  @Post()
  @RequirePermission('identity.account.manage')
  @Answer(AccountView, 201)
  create(@Meta() meta: EventMeta, @Body({ schema: CreateAccount }) body: CreateAccount): Promise<AccountView> {
    return this.accounts.create(body, meta);
  }

  @Get(':subject')
  @RequirePermission('identity.account.manage')
  @Answer(AccountView)
  view(@Param('subject', { schema: AccountSubject }) subject: string): Promise<AccountView> {
    return this.accounts.view(subject);
  }

  @Patch(':subject')
  @RequirePermission('identity.account.manage')
  @Answer(AccountView)
  change(
    @Meta() meta: EventMeta,
    @Param('subject', { schema: AccountSubject }) subject: string,
    @Body({ schema: ChangeAccount }) body: ChangeAccount,
  ): Promise<AccountView> {
    return this.accounts.change(subject, body, meta);
  }

  /** Makes a new second factor and shows it this once. */
  @Post(':subject/second-factor')
  @RequirePermission('identity.account.manage')
  @Answer(SecondFactor, 201)
  secondFactor(
    @Meta() meta: EventMeta,
    @Param('subject', { schema: AccountSubject }) subject: string,
  ): Promise<SecondFactor> {
    return this.accounts.secondFactor(subject, meta);
  }

  /** Takes the second factor away and lets the owner set up another one at the next sign-in, within three days. */
  @Post(':subject/second-factor/opening')
  @RequirePermission('identity.account.manage')
  @Answer(AccountView)
  openSecondFactor(
    @Meta() meta: EventMeta,
    @Param('subject', { schema: AccountSubject }) subject: string,
  ): Promise<AccountView> {
    return this.accounts.openSecondFactor(subject, meta);
  }
}
