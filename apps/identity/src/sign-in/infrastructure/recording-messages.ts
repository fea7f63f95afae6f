import { Injectable } from '@nestjs/common';
import { Messages } from '../application/messages.port.js';

const KEPT = 50;

/** The built-in way: sends nothing, keeps the last messages in memory. A city binds its own service instead. */
@Injectable()
export class RecordingMessages extends Messages {
  private readonly sent: { readonly phone: string; readonly zh: string }[] = [];

  send(phone: string, { zh }: { readonly zh: string }): Promise<void> {
    this.sent.push({ phone, zh });
    if (this.sent.length > KEPT) this.sent.shift();
    return Promise.resolve();
  }

  /** The newest message to this phone. */
  lastTo(phone: string): string | undefined {
    return this.sent.findLast((message) => message.phone === phone)?.zh;
  }
}
