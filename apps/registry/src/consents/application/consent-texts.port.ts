import type { ConsentText } from '../domain/consent-text.js';

/** The texts under version control that come with this build. */
export abstract class ConsentTexts {
  abstract all(): Promise<readonly ConsentText[]>;
}
