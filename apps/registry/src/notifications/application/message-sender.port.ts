import type { Tx } from '@doorstep/persistence';

export interface Message {
  /** The same message sent again has the same reference: providers take it once. */
  readonly reference: string;
  readonly personId: string;
  readonly phone: string;
  readonly text: string;
}

/** The provider took the message and will never deliver it, such as to a number that is none; trying again is of no use. */
export class MessageRefusedError extends Error {
  override readonly name = 'MessageRefusedError';
}

/** SMS, WeChat or whatever a city has. Throws when the provider did not take it, MessageRefusedError when it never will. */
export abstract class MessageSender {
  abstract send(tx: Tx, message: Message): Promise<void>;
}
