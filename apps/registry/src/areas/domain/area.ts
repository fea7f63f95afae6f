/** From the whole city down; each kind lies directly inside the one before it. */
export const AREA_RANKS = ['city', 'district', 'town', 'community'] as const;
export type AreaKind = (typeof AREA_RANKS)[number];

export interface Area {
  /** Unique in the whole deployment, which is one city. */
  readonly code: string;
  readonly kind: AreaKind;
  readonly name: string;
  readonly parent: string | null;
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
