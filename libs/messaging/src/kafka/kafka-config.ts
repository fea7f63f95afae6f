export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly username?: string;
  readonly password?: string;
  /** Put before every topic and consumer group. */
  readonly topicPrefix?: string;
}

/** The part of a pino logger that this library uses. */
export interface MessagingLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
