import type { Tx } from '@doorstep/persistence';

export interface Message {
  /** The same message sent again has the same reference: providers take it once. */
  readonly reference: string;
  readonly channel: 'sms' | 'wechat';
  readonly personId: string;
  readonly phone: string;
  readonly text: string;
}

/** SMS, WeChat or whatever a city has. Throws when the provider did not take it. */
export abstract class MessageSender {
  abstract send(tx: Tx, message: Message): Promise<void>;
}
