/** Masks keep enough to recognise what one already knows, and too little to learn it: 张*明, 138****1234. */
export function maskName(name: string): string {
  const letters = [...name];
  if (letters.length < 2) return '*';
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** Keeps the last four characters, and the first three of a long number. */
export function maskNumber(number: string): string {
  if (number.length < 8) return '*'.repeat(number.length);
  const head = number.length >= 11 ? 3 : 0;
  return `${number.slice(0, head)}${'*'.repeat(number.length - head - 4)}${number.slice(-4)}`;
}

/** Keeps the first six characters: city and district, not the door. */
export function maskAddress(address: string): string {
  return `${[...address].slice(0, 6).join('')}****`;
}
