/** kernel Clock. */
export const CLOCK = Symbol('doorstep:clock');
/** The parsed environment: the platform's variables and the service's own. */
export const ENV = Symbol('doorstep:env');
/** pino logger. */
export const LOGGER = Symbol('doorstep:logger');
/** The ServiceDefinition that was started. */
export const SERVICE = Symbol('doorstep:service');
