import { actorRef, bearerToken, UnauthenticatedError } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import type { ServiceRequest } from '@doorstep/observability';
import { ENV, HttpProblemError } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { GatewayEnv } from '../env.js';
import { BearerCallers, ScopeMissingError } from '../sign-in/api/bearer-callers.js';
import { BrowserSessions } from '../sign-in/api/browser-sessions.js';
import { RateLimiter } from './rate-limiter.js';

/** Long enough to make guessing slow, short enough for a hall full of families that all begin on one day. */
const GUESSES_WINDOW_MS = 600_000;
/** Where a code opens something to whoever has it. Registry counts the wrong ones of each account; accounts are cheap, addresses less so. */
const GUESSED_AT = '/registry/v1/family-links/redemption';

/** Decides who comes in: a valid token or a session, and not too often. */
@Injectable()
export class Admission {
  private readonly limiter = new RateLimiter();
  private readonly guesses = new RateLimiter(GUESSES_WINDOW_MS);

  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    private readonly bearers: BearerCallers,
    private readonly browsers: BrowserSessions,
  ) {}

  /**
   * Answers the actor. Throws UnauthenticatedError, 403 for a request from another origin's page, or 429. Callers without a valid
   * token are counted by address, so that guessing is slow; everybody else by subject and kind of resource, so that one runaway
   * screen does not lock out a till.
   */
  async admit(request: ServiceRequest, resource: string): Promise<Actor> {
    try {
      const actor = await this.actorOf(request, resource);
      this.known(request, actor, resource);
      this.countGuess(request);
      return actor;
    } catch (error) {
      if (error instanceof UnauthenticatedError) this.admitAnonymous(request);
      if (error instanceof ScopeMissingError) this.known(request, error.caller, resource);
      throw error;
    }
  }

  /** For what needs no token. */
  admitAnonymous(request: ServiceRequest): void {
    this.count(request.ip, this.env.ANONYMOUS_RATE);
  }

  /** For who reads the public log: a whole log is many files, and reading them is meant to be easy. */
  admitReader(request: ServiceRequest): void {
    this.count(`reader ${request.ip}`, this.env.LOG_READER_RATE);
  }

  private async actorOf(request: ServiceRequest, resource: string): Promise<Actor> {
    const token = bearerToken(request.headers.authorization);
    if (token !== undefined) return this.bearers.callerOf(token, { method: request.method, resource });
    const actor = request.headers.authorization === undefined ? await this.browsers.actorOf(request) : undefined;
    if (!actor) throw new UnauthenticatedError('AUTH.TOKEN_REQUIRED', 'no bearer token and no session');
    return actor;
  }

  private known(request: ServiceRequest, actor: Actor, resource: string): void {
    request.actor = actor;
    this.count(`${actorRef(actor)} ${resource}`, this.env.SUBJECT_RATE);
  }

  private count(key: string, limit: number): void {
    if (!this.limiter.allow(key, limit)) throw tooMany(1);
  }

  /** Counts as wrong until its service says otherwise, so that many at once are no more than many one by one. */
  private countGuess(request: ServiceRequest): void {
    if (!isGuess(request)) return;
    if (!this.guesses.allow(request.ip, this.env.INVITATION_CODES_PER_ADDRESS))
      throw tooMany(this.guesses.secondsLeft());
  }

  /** A right code, and one that its service could not look at, was no guess. */
  answered(request: ServiceRequest, status: number): void {
    if (request.actor && isGuess(request) && (status < 400 || status >= 500)) this.guesses.giveBack(request.ip);
  }
}

/** By the address as the service will read it, however it is written. */
function isGuess({ method, url }: ServiceRequest): boolean {
  if (method !== 'POST' || !url.startsWith('/registry/')) return false;
  return decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '') === GUESSED_AT;
}

function tooMany(retryAfterSeconds: number): HttpProblemError {
  return new HttpProblemError(429, 'HTTP.TOO_MANY_REQUESTS', 'too many requests', {
    'retry-after': String(retryAfterSeconds),
  });
}
