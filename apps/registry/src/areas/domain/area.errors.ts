import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';

export class AreaNotFoundError extends NotFoundError {
  constructor(code: string) {
    super('AREA.NOT_FOUND', 'no such area', { area: code });
  }
}

export class AreaExistsError extends ConflictError {
  constructor(code: string) {
    super('AREA.EXISTS', 'there is an area of this code', { area: code });
  }
}

/** It was merged, or is going to be. */
export class AreaEndedError extends ConflictError {
  constructor(code: string, endedOn: string) {
    super('AREA.ENDED', 'the area is merged into another', { area: code, endedOn });
  }
}

/** Changes come in the order of their days, so that no answer about a day changes afterwards. */
export class LaterChangeError extends ConflictError {
  constructor(code: string, lastFrom: string) {
    super('AREA.LATER_CHANGE', 'a change from that day or a later one is recorded already', { area: code, lastFrom });
  }
}

export type AreaRefusal =
  | 'AREA.FROM_PAST'
  | 'AREA.PARENT_UNKNOWN'
  | 'AREA.PARENT_WRONG_KIND'
  | 'AREA.CYCLE'
  | 'AREA.TOO_DEEP'
  | 'AREA.CITY_STAYS'
  | 'AREA.OTHER_KIND'
  | 'AREA.TOO_MANY_CHANGES';

export class AreaRefusedError extends UnprocessableError {
  constructor(code: AreaRefusal, message: string, area: string) {
    super(code, message, { area });
  }
}
