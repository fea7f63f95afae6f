/** For building a value member by member; whoever gets it may only read it. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
