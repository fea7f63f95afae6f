/** Whoever has an outbox and reads topics, with a database of its own. */
export const MESSAGING_SERVICES = [
  'registry',
  'meal-orders',
  'day-care',
  'benefits',
  'audit',
  'gateway',
  'identity',
] as const;
export type MessagingService = (typeof MESSAGING_SERVICES)[number];
