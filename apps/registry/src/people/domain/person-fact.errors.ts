import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

/** Why a fact cannot be true as stated, alone or beside what is already believed. */
export type FactRefusal =
  | 'PERSON_FACT.DATE_IMPLAUSIBLE'
  | 'PERSON_FACT.VALID_FROM_REQUIRED'
  | 'PERSON_FACT.INTERVAL_NOT_ALLOWED'
  | 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'
  | 'PERSON_FACT.LEVEL_OUT_OF_RANGE'
  | 'PERSON_FACT.BIRTH_IN_FUTURE'
  | 'PERSON_FACT.DEATH_IN_FUTURE'
  | 'PERSON_FACT.DIED_BEFORE_BORN'
  | 'PERSON_FACT.BEFORE_BIRTH'
  | 'PERSON_FACT.TWO_HUKOU'
  | 'PERSON_FACT.TWO_RESIDENCES'
  | 'PERSON_FACT.CATEGORY_OVERLAP'
  | 'PERSON_FACT.STAY_OVERLAP'
  | 'PERSON_FACT.APPLICATION_ORDER'
  | 'PERSON_FACT.AREA_UNKNOWN'
  | 'PERSON_FACT.REPLACES_OTHER_KIND'
  | 'PERSON_FACT.TOO_MANY';

export class FactRefusedError extends UnprocessableError {
  constructor(code: FactRefusal, message: string) {
    super(code, message);
  }
}

/** The same statement is already believed; replace or retract that one. */
export class FactKnownError extends ConflictError {
  constructor(factId: string) {
    super('PERSON_FACT.ALREADY_KNOWN', 'this is already recorded; replace or retract that fact', { factId });
  }
}

/** The fact was replaced or retracted before. */
export class FactNotBelievedError extends ConflictError {
  constructor(factId: string) {
    super('PERSON_FACT.NOT_BELIEVED', 'the fact was already replaced or retracted', { factId });
  }
}

export class FactNotFoundError extends NotFoundError {
  constructor() {
    super('PERSON_FACT.NOT_FOUND', 'no such fact of this person');
  }
}
