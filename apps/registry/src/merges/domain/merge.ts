export type MergeReason = 'same_id_number' | 'same_name_birth_area' | 'seen_in_person';
export type UnmergeReason = 'two_people' | 'wrong_survivor' | 'error';

/** Two files that are one person. Neither changes by it; `undone…` says that they are two people after all. */
export interface Merge {
  readonly mergeId: string;
  /** The file that was absorbed. */
  readonly personId: string;
  readonly intoPersonId: string;
  readonly reason: MergeReason;
  /** Business date. */
  readonly mergedOn: string;
  readonly mergedAt: Date;
  readonly mergedBy: string;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoneReason: UnmergeReason | null;
}
