import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Message } from '../application/message-sender.port.js';
import { MessageSender } from '../application/message-sender.port.js';

/** Writes messages down instead of sending them: for a laptop, for tests, and for a city that has no provider yet. Keeps no phone. */
@Injectable()
export class RecordingMessageSender extends MessageSender {
  async send(tx: Tx, { reference, personId, text }: Message): Promise<void> {
    await tx.query(
      `INSERT INTO recorded_message (reference, person_id, channel, words) VALUES ($1, $2, $3, $4)
       ON CONFLICT (reference) DO NOTHING`,
      [reference, personId, 'sms', text],
    );
  }
}
