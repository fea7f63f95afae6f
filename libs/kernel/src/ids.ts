const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const pool = new Uint8Array(10 * 256);
let used = pool.length;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
let lastTime = -1;
let timePart = '';

/** A new UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits. Lower case. */
export function uuidv7(now: number = Date.now()): string {
  if (used === pool.length) {
    globalThis.crypto.getRandomValues(pool);
    used = 0;
  }
  if (now !== lastTime) {
    const hex = now.toString(16).padStart(12, '0');
    timePart = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-`;
    lastTime = now;
  }
  const at = used;
  used += 10;
  return (
    timePart +
    `${hexAt(0x70 | (random(at) & 0x0f))}${hexAt(random(at + 1))}-${hexAt(0x80 | (random(at + 2) & 0x3f))}` +
    `${hexAt(random(at + 3))}-${hexAt(random(at + 4))}${hexAt(random(at + 5))}${hexAt(random(at + 6))}` +
    `${hexAt(random(at + 7))}${hexAt(random(at + 8))}${hexAt(random(at + 9))}`
  );
}

function random(index: number): number {
  return pool[index] as number;
}

function hexAt(byte: number): string {
  return HEX[byte] as string;
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
