const PLAIN = /^\/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?#]{0,500}$/;

/** Of the gateway's own addresses only the one that shows the session. */
const LOOP = /^\/auth(?!\/session$)/;

/** Where to go after signing in: a path of this origin. Anything that a browser could read as another place becomes `/`. */
export function safeReturnTo(wish: unknown): string {
  return typeof wish === 'string' && PLAIN.test(wish) && !LOOP.test(wish) ? wish : '/';
}
