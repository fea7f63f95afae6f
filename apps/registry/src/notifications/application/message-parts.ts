import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { noticeText } from '../domain/notice-text.js';
import type { Delivery } from './deliveries.port.js';
import { MessageRefusedError, MessageSender } from './message-sender.port.js';

/** The phone from the vault, the words, and the provider. */
@Injectable()
export class MessageParts {
  constructor(
    private readonly vault: PersonVault,
    private readonly sender: MessageSender,
  ) {}

  /** `refused`: there is no phone, or the provider never will deliver to it. `failed`: later perhaps. */
  async send(tx: Tx, { deliveryId, personId, kind, about }: Delivery): Promise<'sent' | 'failed' | 'refused'> {
    const phone = (await this.vault.load(tx, [personId])).get(personId)?.phone;
    if (phone === null || phone === undefined) return 'refused';
    const message = { reference: deliveryId, personId, phone, text: noticeText(kind, about) };
    return this.sender.send(tx, message).then(
      () => 'sent',
      (error: unknown) => (error instanceof MessageRefusedError ? 'refused' : 'failed'),
    );
  }
}
