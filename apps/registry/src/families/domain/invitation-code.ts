/** Crockford's base 32: no letter that is taken for a digit. 16 characters hold 80 bits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_BYTES = 10;
const CODE_LENGTH = 16;

/** Ten random bytes as they are printed: `XXXX-XXXX-XXXX-XXXX`. */
export function codeFrom(bytes: Uint8Array): string {
  if (bytes.length !== CODE_BYTES) throw new RangeError(`a code is made of ${CODE_BYTES} bytes`);
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let place = CODE_LENGTH - 1; place >= 0; place--) code += LETTERS[Number((bits >> BigInt(place * 5)) & 31n)];
  return (code.match(/.{4}/g) ?? []).join('-');
}

/** What somebody typed, with the usual slips put right; undefined when it cannot be a code. */
export function normalCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[ -]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return code.length === CODE_LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}
