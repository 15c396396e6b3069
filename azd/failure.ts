import { UserError } from '../terminal/userError';

/** Kinds of failures that azd knows (Azure/azure-dev, `extension_error_category.go`). */
export type FailureCategory = 'validation' | 'auth' | 'dependency' | 'compatibility' | 'user' | 'internal';

/** A failure as it travels: from the worker to azd, through a file and over gRPC. */
export interface Failure {
  /** Lower snake case: azd counts failures by it. */
  code: string;
  category: FailureCategory;
  /** What is wrong: with the resource, Azure's code and its text where Azure refused. */
  message: string;
  /** What to do. azd prints its whole chain of wrapped errors where this is missing. */
  suggestion: string;
}

/** A failure that stops what azd asked for. */
export class ProvisioningError extends UserError implements Failure {
  override name = 'ProvisioningError';
  readonly code: string;
  readonly category: FailureCategory;
  readonly suggestion: string;

  constructor({ code, category, message, suggestion }: Failure, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.category = category;
    this.suggestion = suggestion;
  }
}
