import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { EventDefinition } from '@doorstep/contracts';
import { FamilyLinkGrantedV1, StaffAssignmentEndedV1, StaffAssignmentGrantedV1 } from '@doorstep/contracts';
import { systemClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { NewEvent } from '@doorstep/messaging';
import { EventFeed, EventProbe, eventually } from '@doorstep/testing';
import pg from 'pg';
import type { StartedGateway } from '../start-gateway.js';
import { startGateway } from '../start-gateway.js';
import type { Upstream } from '../upstream.fixture.js';
import { startUpstream } from '../upstream.fixture.js';
import { Browser } from './browser.js';
import type { TestIssuer, Visitor } from './test-issuer.js';
import { startIssuer } from './test-issuer.js';

export const TWO_FACTORS = 'urn:doorstep:acr:two-factor';
export const SESSION_COOKIE = 'development-doorstep-session';

/** A gateway with an issuer, a service behind it, and registry's voice. */
export class SignInWorld {
  readonly probe: EventProbe;

  private constructor(
    readonly origin: string,
    readonly issuer: TestIssuer,
    readonly upstream: Upstream,
    readonly gateway: StartedGateway,
    readonly feed: EventFeed,
  ) {
    this.probe = new EventProbe('gateway', gateway.topicPrefix);
  }

  static async start(env: Record<string, string> = {}, claims: readonly string[] = []): Promise<SignInWorld> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const [issuer, upstream] = await Promise.all([startIssuer({ gatewayOrigin: origin, claims }), startUpstream()]);
    const own = { PORT: String(port), ANONYMOUS_RATE: '10000', AUDIT_URL: upstream.origin };
    const gateway = await startGateway(upstream.origin, { ...own, ...issuer.environment, ...env });
    const feed = new EventFeed(gateway.topicPrefix, systemClock);
    return new SignInWorld(origin, issuer, upstream, gateway, feed);
  }

  async close(): Promise<void> {
    await Promise.all([this.feed.close(), this.probe.close()]);
    await this.gateway.close();
    await Promise.all([this.issuer.close(), this.upstream.close()]);
  }

  /** Comes to the end of a sign-in in a new browser. */
  async signIn(visitor: Visitor, browser: Browser = new Browser(this.origin)): Promise<Browser> {
    this.issuer.visitor = visitor;
    browser.jar.delete(new URL(this.issuer.url).host); // what the issuer remembers is not what is tested here
    await browser.visit('/auth/sign-in?returnTo=/docs');
    return browser;
  }

  /** Looks, and changes, behind the gateway's back. */
  async query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.gateway.database.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async assign(
    subject: string,
    role: string,
    scope: { all?: true; siteId?: string; areaCode?: string },
  ): Promise<string> {
    const assignmentId = uuidv7();
    const data = { assignmentId, subject, role, scope, from: '2026-01-01', to: null };
    await this.publish(newEvent(StaffAssignmentGrantedV1, subject, data));
    return assignmentId;
  }

  async revoke(subject: string, assignmentId: string): Promise<void> {
    const data = { assignmentId, subject, endedOn: '2026-01-02', reason: 'left' };
    await this.publish(newEvent(StaffAssignmentEndedV1, subject, data));
  }

  async link(subject: string, personId: string, may: ('order' | 'book' | 'health' | 'bills')[]): Promise<string> {
    const linkId = uuidv7();
    const data = { linkId, subject, personId, relation: 'child', may, from: '2026-01-01', to: null };
    await this.publish(newEvent(FamilyLinkGrantedV1, subject, data));
    return linkId;
  }

  async publish(event: NewEvent<EventDefinition>): Promise<void> {
    await this.feed.publish(event);
  }

  /** What the session endpoint says, once it says what is expected. */
  async session(browser: Browser, expected: (session: SessionView) => boolean): Promise<SessionView> {
    const found = await eventually<SessionView | undefined>(async () => {
      const view = (await (await browser.fetch('/auth/session')).json()) as SessionView;
      return expected(view) ? view : undefined;
    });
    return found as SessionView;
  }

  /** Until the projection of rights is complete up to now. */
  async fresh(browser: Browser): Promise<void> {
    await this.session(browser, ({ limits }) => limits?.includes('stale_rights') === false);
  }
}

export interface SessionView {
  readonly sessionId: string;
  readonly subject: string;
  readonly kind: string;
  readonly strength: string;
  readonly steppedUp: boolean;
  readonly grants: readonly { role: string; scope: object; may?: string[] }[];
  readonly limits: readonly string[];
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
