import { policyMistake, type PolicyElement } from '../../../gateway/policyDocument';
import { UserError } from '../../../terminal/userError';

/** What stops the start because the local gateway cannot honour it: the file, the line and the element, then why. */
export function policyFailure(element: PolicyElement, reason: string): UserError {
  return new UserError(policyMistake(element, reason));
}
