/** Full years, both ends included; `to` = Infinity for an open band. */
export interface AgeBand {
  readonly from: number;
  readonly to: number;
}

const CLOSED = /^(\d{1,3})-(\d{1,3})$/;
const OPEN = /^(\d{1,3})\+$/;

/** Reads `60-74` or `86+`; undefined when it is neither, or upside down. */
export function ageBand(text: string): AgeBand | undefined {
  const closed = CLOSED.exec(text);
  if (closed) {
    const band = { from: Number(closed[1]), to: Number(closed[2]) };
    return band.from <= band.to ? band : undefined;
  }
  const open = OPEN.exec(text);
  return open ? { from: Number(open[1]), to: Infinity } : undefined;
}

export function bandsOverlap(left: AgeBand, right: AgeBand): boolean {
  return left.from <= right.to && right.from <= left.to;
}
