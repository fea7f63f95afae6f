/** Names and attributes of the gateway's two cookies. */
export class Cookies {
  readonly session: string;
  readonly attempt: string;
  private readonly attributes: string;

  /**
   * Over TLS `__Host-` names: no other host and no plain connection can set them. Over plain HTTP on this machine a development
   * name, since not every browser keeps a Secure cookie there; any other plain origin is refused by the environment.
   */
  constructor(origin: string | undefined) {
    const secure = origin?.startsWith('https://') === true;
    const prefix = secure ? '__Host-' : 'development-';
    this.session = `${prefix}doorstep-session`;
    this.attempt = `${prefix}doorstep-sign-in`;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** Without `maxAgeSeconds` it ends with the browser. */
  set(name: string, value: string, maxAgeSeconds?: number): string {
    const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
    return `${name}=${value}; ${this.attributes}${age}`;
  }

  clear(name: string): string {
    return this.set(name, '', 0);
  }

  /** A token of ours in the header, or undefined. A name that comes twice was planted, and counts as none. */
  read(header: string | undefined, name: string): string | undefined {
    const values = (header ?? '')
      .slice(0, 8_192)
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1));
    const [value] = values;
    return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
  }
}
