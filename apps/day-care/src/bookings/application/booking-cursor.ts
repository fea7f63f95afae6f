import { isLocalDate, isUuid, UnprocessableError } from '@doorstep/kernel';
import type { BookingCursor } from './booking-views.port.js';

export class CursorInvalidError extends UnprocessableError {
  constructor() {
    super('DAY_CARE.CURSOR_INVALID', 'the cursor was not made by this list');
  }
}

export function cursorText({ serviceDate, id }: BookingCursor): string {
  return Buffer.from(`${serviceDate}/${id}`).toString('base64url');
}

export function cursorFrom(text: string | undefined): BookingCursor | undefined {
  if (text === undefined) return undefined;
  const [serviceDate, id, ...rest] = Buffer.from(text, 'base64url').toString().split('/');
  if (serviceDate === undefined || id === undefined || rest.length > 0) throw new CursorInvalidError();
  if (!isLocalDate(serviceDate) || !isUuid(id)) throw new CursorInvalidError();
  return { serviceDate, id };
}
