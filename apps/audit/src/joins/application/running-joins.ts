import { Injectable } from '@nestjs/common';
import { Places } from '../../explorer/application/places.js';
import { JoinsBusyError } from '../domain/joins.errors.js';

const AT_ONCE = 2;

/** The lists that this process is comparing: each may ask for thousands of persons. */
@Injectable()
export class RunningJoins {
  private readonly places = new Places(AT_ONCE, () => new JoinsBusyError());

  /** Answers how to give the place back. @throws JoinsBusyError */
  take(): () => void {
    return this.places.take();
  }
}
