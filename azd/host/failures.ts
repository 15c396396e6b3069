import { status, type ServiceError } from '@grpc/grpc-js';
import { type Failure, ProvisioningError } from '../failure';
import type { Call, ExtensionError } from './messages';

const again = 'Run the command again.';

/** What went wrong when azd was asked for something. */
export function toProvisioningError(error: ServiceError, call: Call): ProvisioningError {
  return new ProvisioningError(describe(error, call), error);
}

function describe({ code, details }: ServiceError, call: Call): Failure {
  if (code === status.UNAUTHENTICATED && details.includes('invalid token')) {
    return {
      code: 'token_expired',
      category: 'auth',
      message: 'azd no longer accepts the token of this extension: it is valid for one hour.',
      suggestion: again,
    };
  }
  if (code === status.UNAUTHENTICATED) {
    return { code: 'not_logged_in', category: 'auth', message: details, suggestion: 'Log in: azd auth login' };
  }
  if (code === status.CANCELLED) {
    return { code: 'declined', category: 'user', message: 'You cancelled it; nothing was changed.', suggestion: again };
  }
  return {
    code: 'azd_refused',
    category: 'internal',
    message: `azd refuses ${call}: ${details}`,
    suggestion: 'Run the command again with --debug to see more.',
  };
}

/** A failure as azd shows it: message and suggestion, and nothing of its own around them. */
export function toExtensionError(error: unknown): ExtensionError {
  const { message, suggestion, code, category } = error instanceof ProvisioningError ? error : bug(error);
  return { message, suggestion, origin: 'ERROR_ORIGIN_LOCAL', local_error: { code, category } };
}

function bug(error: unknown): Failure {
  return {
    code: 'bug',
    category: 'internal',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    suggestion: 'This is a mistake in the extension: please report it with this text.',
  };
}
