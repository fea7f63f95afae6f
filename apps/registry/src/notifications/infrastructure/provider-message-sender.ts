import type { Tx } from '@doorstep/persistence';
import type { Message } from '../application/message-sender.port.js';
import { MessageRefusedError, MessageSender } from '../application/message-sender.port.js';
import type { HttpMessageChannel } from './http-message-channel.js';

/** One channel after the other, until one takes the message: WeChat costs nothing and reaches those who follow the city's account. */
export class ProviderMessageSender extends MessageSender {
  constructor(private readonly channels: readonly HttpMessageChannel[]) {
    super();
  }

  async send(_tx: Tx, message: Message): Promise<void> {
    let refusedByAll = true;
    for (const channel of this.channels) {
      const handover = await channel.hand(message);
      if (handover === 'taken') return;
      if (handover === 'failed') refusedByAll = false;
    }
    throw refusedByAll ? new MessageRefusedError('no provider delivers it') : new Error('no provider took the message');
  }
}
