const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432';

/** No Chinese number begins with 000. */
export function fakePhone(number: number): string {
  return `000${String(number).padStart(8, '0')}`;
}

/** Looks like an ID number and cannot be one: region 000000 does not exist, and the check character is wrong. */
export function fakeIdNumber(bornOn: string, number: number): string {
  const body = `000000${bornOn.replaceAll('-', '')}${String(number).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return `${body}${CHECK_CHARACTERS[(sum + 1) % 11]}`;
}
