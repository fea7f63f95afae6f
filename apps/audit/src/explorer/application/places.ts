/** How many works of one kind this process does at one time. Whoever takes a place must give it back, however its work ends. */
export class Places {
  private taken = 0;

  /** @param full what is thrown when all places are taken */
  constructor(
    private readonly most: number,
    private readonly full: () => Error,
  ) {}

  /** Answers how to give the place back; doing so again does nothing. Nobody comes between looking and taking. */
  take(): () => void {
    if (this.taken >= this.most) throw this.full();
    this.taken++;
    let held = true;
    return () => {
      if (held) this.taken--;
      held = false;
    };
  }
}
