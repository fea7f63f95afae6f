import type { LocalDate } from '@doorstep/kernel';
import type { DayKey } from './till-devices.port.js';

/** What stands readable and unchangeable on the outside of a copy. */
export interface CopyLabel {
  readonly siteId: string;
  readonly deviceId: string;
  readonly day: LocalDate;
  readonly takenAt: Date;
  readonly expiresAt: Date;
}

export abstract class CopySealer {
  /** Text that opens with the key alone, and not at all once a bit of it or of the label is another. */
  abstract seal(content: object, key: DayKey, label: CopyLabel): Promise<string>;
}
