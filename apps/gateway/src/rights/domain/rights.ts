/** What registry has granted to one account, as it holds today. */
export interface Rights {
  readonly staff: readonly StaffRight[];
  readonly family: readonly FamilyLink[];
  /** False while nobody knows whether something was taken away meanwhile. */
  readonly fresh: boolean;
}

export interface StaffRight {
  readonly role: string;
  readonly all: boolean;
  readonly siteId: string | null;
  readonly areaCode: string | null;
  /** The sites that lie in the area. */
  readonly sitesOfArea: readonly string[];
}

export interface FamilyLink {
  readonly personId: string;
  readonly may: readonly string[];
}
