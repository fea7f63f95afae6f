/** From 1970 to 2000, where PostgreSQL's clock begins. */
const EPOCH_SHIFT_MS = 946_684_800_000;
const DAY_MS = 86_400_000;
const TWO_32 = 2 ** 32;
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const NULL_LENGTH = -1;

/**
 * Rows in PostgreSQL's binary COPY format. Numbers, times and ids travel as they lie in the table: neither side writes or reads them
 * as text, and bytes are not blown up to hexadecimal.
 */
export class CopyBuffer {
  private buffer: Buffer;
  private at = HEADER.length;

  constructor(expectedBytes: number) {
    this.buffer = Buffer.allocUnsafe(expectedBytes + HEADER.length + 2);
    HEADER.copy(this.buffer);
  }

  /** Must be followed by so many fields. */
  row(fields: number): void {
    this.room(2);
    this.at = this.buffer.writeInt16BE(fields, this.at);
  }

  null(): void {
    this.length(NULL_LENGTH, 0);
  }

  bool(value: boolean): void {
    this.length(1, 1);
    this.at = this.buffer.writeInt8(value ? 1 : 0, this.at);
  }

  int2(value: number): void {
    this.length(2, 2);
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int4(value: number): void {
    this.length(4, 4);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  int8(value: bigint): void {
    this.length(8, 8);
    this.at = this.buffer.writeBigInt64BE(value, this.at);
  }

  /** Microseconds since 2000 in 64 bits; a number is exact up to the year 2285, and bigints are slow. */
  timestamp(value: Date): void {
    const micros = (value.getTime() - EPOCH_SHIFT_MS) * 1000;
    if (!Number.isSafeInteger(micros)) return this.int8(BigInt(value.getTime() - EPOCH_SHIFT_MS) * 1000n);
    this.length(8, 8);
    const high = Math.floor(micros / TWO_32);
    this.at = this.buffer.writeInt32BE(high, this.at);
    this.at = this.buffer.writeUInt32BE(micros - high * TWO_32, this.at);
  }

  /** Days since 2000-01-01; `value` is a real date `YYYY-MM-DD`. */
  date(value: string | null): void {
    if (value === null) return this.null();
    this.int4((Date.parse(`${value}T00:00:00Z`) - EPOCH_SHIFT_MS) / DAY_MS);
  }

  uuid(value: string | null): void {
    if (value === null) return this.null();
    this.length(16, 16);
    this.at += this.buffer.write(value.replaceAll('-', ''), this.at, 'hex');
  }

  text(value: string | null): void {
    if (value === null) return this.null();
    this.room(4 + value.length * 3);
    const written = this.buffer.write(value, this.at + 4, 'utf8');
    this.at = this.buffer.writeInt32BE(written, this.at) + written;
  }

  bytes(value: Buffer | null): void {
    if (value === null) return this.null();
    this.length(value.length, value.length);
    this.at += value.copy(this.buffer, this.at);
  }

  /** The whole, with its end mark. */
  finish(): Buffer {
    this.row(-1);
    return this.buffer.subarray(0, this.at);
  }

  private length(value: number, following: number): void {
    this.room(4 + following);
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}
