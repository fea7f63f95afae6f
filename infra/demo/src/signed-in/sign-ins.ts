import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.js';

/** How somebody signs in: by the button of the demonstration, by phone, or with the password that an administrator gave. */
export type Account =
  { readonly button: string } | { readonly phone: string } | { readonly login: string; readonly password: string };

const PATIENCE_MS = 90_000;
const AGAIN_AFTER_MS = 500;

/**
 * The browsers of those who act. Each signs in when it is needed first, and again when its session is over or an act with money takes
 * a fresh proof. One after the other, as people come to work: guessing at doors is slowed down for all of one address.
 */
export class SignIns {
  private readonly sessions = new Map<string, Promise<Browser>>();
  private door: Promise<unknown> = Promise.resolve();
  /** How often somebody signed in. */
  count = 0;

  constructor(
    private readonly gateway: string,
    private readonly accountOf: (subject: string) => Account,
  ) {}

  /** What a page of the gateway sends with a request of this person. */
  async headersOf(subject: string): Promise<Readonly<Record<string, string>>> {
    return (await this.browserOf(subject)).ownHeaders();
  }

  /** These headers were refused, or wanted fresher: the next ones come from a new sign-in, unless somebody else saw to it meanwhile. */
  async renew(subject: string, refused: Readonly<Record<string, string>>): Promise<void> {
    const present = await this.headersOf(subject);
    if (present['cookie'] === refused['cookie']) this.sessions.delete(keyOf(this.accountOf(subject)));
  }

  private browserOf(subject: string): Promise<Browser> {
    const account = this.accountOf(subject);
    const key = keyOf(account);
    const known = this.sessions.get(key);
    if (known) return known;
    const signedIn = this.door.then(() => this.signIn(account));
    this.door = signedIn.catch(() => undefined);
    this.sessions.set(key, signedIn);
    return signedIn;
  }

  /** Whoever finds a service down at the door comes again. */
  private async signIn(account: Account): Promise<Browser> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const browser = new Browser(this.gateway);
      const failure = await enter(browser, account).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure === undefined && browser.isSignedIn()) {
        this.count++;
        return browser;
      }
      if (Date.now() > deadline) throw new Error(`nobody could sign in as ${keyOf(account)}`, { cause: failure });
      await sleep(AGAIN_AFTER_MS);
    }
  }
}

async function enter(browser: Browser, account: Account): Promise<void> {
  if ('button' in account) return browser.signInAs(account.button);
  if ('phone' in account) return browser.signInByPhone(account.phone);
  return browser.signInByPassword(account.login, account.password);
}

function keyOf(account: Account): string {
  if ('button' in account) return account.button;
  return 'phone' in account ? account.phone : account.login;
}
