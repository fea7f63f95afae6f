import type { DestinationStream, Logger } from 'pino';
import { pino, stdTimeFunctions } from 'pino';
import { errorSummary } from './error-summary.js';
import { masked, withoutPrivateFields } from './private-fields.js';

export type { Logger };

/**
 * JSON lines for machines. Two nets keep personal data out, should a caller be careless: fields with telling names are dropped,
 * and runs of digits that look like an ID or mobile number are masked in the finished line.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: {
      level: (label: string) => ({ level: label }),
      log: withoutPrivateFields,
    },
    serializers: { err: errorSummary, error: errorSummary },
    hooks: { streamWrite: masked },
  };
  return destination ? pino(options, destination) : pino(options);
}
