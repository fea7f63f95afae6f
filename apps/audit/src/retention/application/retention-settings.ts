/** From the environment. */
export abstract class RetentionSettings {
  /** Whole months for which it is kept who looked at what. */
  abstract readonly lookUpMonths: number;
}
