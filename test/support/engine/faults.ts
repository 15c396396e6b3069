/** What goes wrong while a resource is created, as a test wishes. Each is told the resource's name in the program. */
export interface Faults {
  /** Before Azure hears of it: what throws here fails the creation. */
  beforeCreate?: (name: string) => unknown;
  /** After Azure has it, and before the engine hears of that. {@link HalfMade} is the one failure that makes sense. */
  afterCreate?: (name: string) => unknown;
}

/** Azure has the resource, but could not finish it. */
export class HalfMade extends Error {}
