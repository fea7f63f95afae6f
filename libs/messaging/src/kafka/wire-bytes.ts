import { crc32c } from './crc32c.js';

const BITS = 7;
const MORE = 0x80;

/** Bytes that a number of this size takes, in the signed base-128 form of Kafka; `value` >= 0 and below 2^30. */
export function sizeOf(value: number): number {
  let bytes = 1;
  for (let rest = (value << 1) >>> BITS; rest > 0; rest >>>= BITS) bytes++;
  return bytes;
}

/** A buffer of known size that is filled from its start. */
export class WireBytes {
  private readonly buffer: Buffer;
  at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  int8(value: number): void {
    this.at = this.buffer.writeInt8(value, this.at);
  }

  int16(value: number): void {
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.buffer.writeInt32BE(value, this.at);
  }

  int64(value: bigint): void {
    this.at = this.buffer.writeBigInt64BE(value, this.at);
  }

  /** `value` >= 0 and below 2^30. */
  varint(value: number): void {
    let rest = value << 1;
    for (; rest >= MORE; rest >>>= BITS) this.buffer[this.at++] = (rest & (MORE - 1)) | MORE;
    this.buffer[this.at++] = rest;
  }

  /** Text without any letter beyond ASCII is copied as it is. */
  text(value: string, bytes: number): void {
    this.at += this.buffer.write(value, this.at, bytes === value.length ? 'latin1' : 'utf8');
  }

  bytes(value: Buffer): void {
    this.at += value.copy(this.buffer, this.at);
  }

  /** Over all that was written after the four bytes at `place`, into them. */
  crcOfRest(place: number): void {
    this.buffer.writeUInt32BE(crc32c(this.buffer, place + 4, this.at), place);
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.at);
  }
}
