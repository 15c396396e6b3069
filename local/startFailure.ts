/** A reason why something here cannot start that its user can act on: one sentence, shown without a stack. */
export class StartFailure extends Error {
  override name = 'StartFailure';
}
