export interface Page {
  readonly html: Buffer;
  /** What the page may do, as a header says it. */
  readonly policy: string;
}

/** The page that checks a receipt in the browser of whoever holds it, without our word. */
export abstract class VerifyPage {
  abstract page(): Promise<Page>;
}
