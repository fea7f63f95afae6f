import { isLocalDate } from '@doorstep/kernel';
import { BirthMismatchError, BirthRequiredError } from './registration.errors.js';

/** GB 11643-1999: six digits of the place, eight of the birth date, three of the order, a check character. */
const RESIDENT = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;

/** What is said and what the number holds must not contradict each other. Throws BirthMismatchError, BirthRequiredError. */
export function bornOnOf(said: string | undefined, idNumber: string | undefined): string {
  const [, year, month, day] = RESIDENT.exec(idNumber ?? '') ?? [];
  const held = year === undefined ? undefined : `${year}-${month}-${day}`;
  if (held !== undefined && !isLocalDate(held)) throw new BirthMismatchError();
  if (said !== undefined && held !== undefined && said !== held) throw new BirthMismatchError();
  const bornOn = said ?? held;
  if (bornOn === undefined) throw new BirthRequiredError();
  return bornOn;
}
