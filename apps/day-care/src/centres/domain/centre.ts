/** A day-care centre as the registry last described it. */
export interface Centre {
  readonly siteId: string;
  readonly version: number;
  readonly name: string;
  readonly phone: string | null;
  readonly city: string;
  readonly district: string;
  readonly town: string;
  readonly active: boolean;
}
