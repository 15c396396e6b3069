/** What goes wrong while a resource is created, as a test wishes. Each is told the resource's name in the program. */
export interface Faults {
  /** Before Azure hears of it: what throws here fails the creation. */
  beforeCreate?: (name: string) => unknown;
  /** After Azure has it, and before the engine hears of that. {@link HalfMade} is the one failure that makes sense. */
  afterCreate?: (name: string) => unknown;
}

/** Azure has the resource, but could not finish it. */
export class HalfMade extends Error {}

export interface Hold {
  /** Until the creation has begun. */
  reached: Promise<void>;
  release: () => void;
}

/** Azure takes its time for one resource, until it is released. */
export function holdCreation(faults: Faults, resource: string): Hold {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = () => {
      resolve();
      delete faults.beforeCreate;
    };
  });
  const reached = new Promise<void>((resolve) => {
    faults.beforeCreate = async (name) => {
      if (name !== resource) return;
      resolve();
      await released;
    };
  });
  return { reached, release };
}
