/** One version of what people agree to; it holds from `from` until the next version begins. */
export interface ConsentText {
  readonly text: string;
  readonly version: number;
  readonly from: string;
  readonly zh: string;
  readonly en: string;
  /** SHA-256 over both documents, the Chinese one first. */
  readonly sha256: string;
}

/** The version of a text that held on a date. */
export function versionOn(texts: readonly ConsentText[], text: string, date: string): ConsentText | undefined {
  return texts
    .filter((each) => each.text === text && each.from <= date)
    .reduce<ConsentText | undefined>((last, each) => (last && last.from >= each.from ? last : each), undefined);
}
