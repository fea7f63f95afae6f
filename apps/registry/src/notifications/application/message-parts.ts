import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { noticeText } from '../domain/notice-text.js';
import type { Delivery } from './deliveries.port.js';
import { MessageSender } from './message-sender.port.js';

/** The phone from the vault, the words, and the provider. */
@Injectable()
export class MessageParts {
  constructor(
    private readonly vault: PersonVault,
    private readonly sender: MessageSender,
  ) {}

  /** False when there is no phone or the provider did not take it. */
  async send(tx: Tx, { deliveryId, personId, kind, about }: Delivery): Promise<boolean> {
    const phone = (await this.vault.load(tx, [personId])).get(personId)?.phone;
    if (phone === null || phone === undefined) return false;
    const message = { reference: deliveryId, channel: 'sms' as const, personId, phone, text: noticeText(kind, about) };
    return this.sender.send(tx, message).then(
      () => true,
      () => false,
    );
  }
}
