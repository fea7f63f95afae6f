/** Something that the person at the keyboard can put right. Printed as one paragraph, without a stack. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';

  constructor(
    readonly what: string,
    readonly waysOut: readonly string[] = [],
  ) {
    super([what, ...waysOut].join(' '));
  }
}
