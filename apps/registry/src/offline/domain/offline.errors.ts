import { ForbiddenError } from '@doorstep/kernel';

/** Whoever asks does not stand at a till that is paired with this site; a browser or a program of somebody else gets no copy. */
export class NotAtPairedDeviceError extends ForbiddenError {
  constructor() {
    super('OFFLINE_COPY.NOT_AT_PAIRED_DEVICE', 'only a till that is paired with this site takes a copy');
  }
}
