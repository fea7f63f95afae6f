import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class SampleNotFoundError extends NotFoundError {
  constructor() {
    super('AUDIT.SAMPLE_NOT_FOUND', 'there is no such sample');
  }
}

export class SampleNotDrawnError extends ConflictError {
  constructor() {
    super('AUDIT.SAMPLE_NOT_DRAWN', 'the sample has no items yet');
  }
}

export class SampleItemNotFoundError extends UnprocessableError {
  constructor(itemNo: number) {
    super('AUDIT.SAMPLE_ITEM_NOT_FOUND', 'the sample has no item of this number', { itemNo });
  }
}

export class SampleNotCheckedError extends ConflictError {
  constructor(open: number) {
    super('AUDIT.SAMPLE_NOT_CHECKED', 'items are still to be checked; only then the errors speak for all', { open });
  }
}

export class SampleBoundsError extends UnprocessableError {
  constructor() {
    super('AUDIT.SAMPLE_BOUNDS', 'strata of amounts need bounds that rise, other strata none');
  }
}

export class SampleTooLargeError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.SAMPLE_TOO_LARGE', 'so exact a sample would have too many items', { most });
  }
}
