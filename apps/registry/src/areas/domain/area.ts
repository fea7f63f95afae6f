/** From the whole city down. */
export const AREA_RANKS = ['city', 'district', 'town', 'community', 'grid_cell'] as const;
export type AreaKind = (typeof AREA_RANKS)[number];

/** What each kind may lie in. Below the town a city divides as deep as it wants; every place below has a town. */
export const MAY_LIE_IN: Readonly<Record<AreaKind, readonly AreaKind[]>> = {
  city: [],
  district: ['city'],
  town: ['district'],
  community: ['town', 'community'],
  grid_cell: ['town', 'community', 'grid_cell'],
};

/** An area as it is on one day. */
export interface Area {
  /** Unique in the whole deployment, which is one city. */
  readonly code: string;
  readonly kind: AreaKind;
  readonly name: string;
  readonly parent: string | null;
  /** Where else it ever lay: facts about the past may still say so. */
  readonly otherParents?: readonly string[] | undefined;
  /** Merged into the one it lies in. */
  readonly ended?: boolean | undefined;
}

/** A place as facts and sites name it. */
export interface Place {
  readonly province?: string | undefined;
  readonly city: string;
  readonly district: string;
  readonly town?: string | undefined;
}

export function sameArea(a: Area, b: Area): boolean {
  return a.code === b.code && a.kind === b.kind && a.name === b.name && a.parent === b.parent;
}
