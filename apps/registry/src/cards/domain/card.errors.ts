import { ConflictError, NotFoundError } from '@doorstep/kernel';

export class CardNotFoundError extends NotFoundError {
  constructor() {
    super('CARD.NOT_FOUND', 'no such card');
  }
}

export class CardBlockedError extends ConflictError {
  constructor() {
    super('CARD.BLOCKED', 'the card is blocked');
  }
}

export class TooManyCardsError extends ConflictError {
  constructor(limit: number) {
    super('CARD.TOO_MANY', `at most ${limit} cards of one person`, { limit });
  }
}
