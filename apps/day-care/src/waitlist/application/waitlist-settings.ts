/** How long a place is kept for whom it was offered. */
export abstract class WaitlistSettings {
  abstract readonly offerMinutes: number;
}
