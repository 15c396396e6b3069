import type { FailureCategory } from '../failure';

/** A way to fail that people meet, and the words in which Pulumi, its provider or Azure say so. */
export interface FailureKind {
  code: string;
  category: FailureCategory;
  pattern: RegExp;
  /** What it means, before what was said; left out where that is plain. @param found the groups of the pattern */
  message?: (found: readonly string[]) => string;
  suggestion: (found: readonly string[]) => string;
  /** Whether Azure may have what the stack does not know of. */
  torn?: boolean;
}

const install = 'https://www.pulumi.com/docs/install/';
const retry = 'Then run the command again: it goes on where it stopped.';

/** The first that matches counts: what tells more comes first. */
export const kinds: readonly FailureKind[] = [
  {
    code: 'pulumi_missing',
    category: 'dependency',
    pattern: /spawn pulumi ENOENT|spawn pulumi(?:\.exe)? EACCES|pulumi: (?:command )?not found/,
    message: () => 'There is no Pulumi CLI on the PATH.',
    suggestion: () => `Install it: ${install}`,
  },
  {
    code: 'pulumi_too_old',
    category: 'compatibility',
    pattern: /Minimum version requirement failed/,
    suggestion: () => `Get a newer Pulumi CLI: ${install}`,
  },
  {
    code: 'language_host_missing',
    category: 'dependency',
    pattern: /no language plugin '(pulumi-language-[\w-]+)' found/,
    message: ([host = '']) => `${host} is not beside the Pulumi CLI on the PATH.`,
    suggestion: () => `Install the whole of Pulumi, which brings it along: ${install}`,
  },
  {
    code: 'packages_missing',
    category: 'dependency',
    pattern: /Pulumi SDK has not been installed|Cannot find module '@pulumi\//,
    suggestion: () => "Install the project's packages: npm ci, or pulumi install in other languages.",
  },
  {
    code: 'provider_missing',
    category: 'dependency',
    pattern: /no resource plugin '(pulumi-resource-[\w-]+)' found/,
    message: ([plugin = '']) => `Pulumi could not download ${plugin}.`,
    suggestion: () => 'Check the connection to the internet, and PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION.',
  },
  {
    code: 'not_logged_in',
    category: 'auth',
    pattern: /AzureDeveloperCLICredential|azd auth login|not logged in, run `?azd|AADSTS\d+/,
    suggestion: () => 'Run azd auth login. For the login of the Azure CLI set infra.config.auth to az in azure.yaml.',
  },
  {
    code: 'not_logged_in_az',
    category: 'auth',
    pattern: /az login|AzureCLICredential/,
    suggestion: () => 'Run az login.',
  },
  {
    code: 'pulumi_login',
    category: 'auth',
    pattern: /PULUMI_ACCESS_TOKEN must be set|Invalid access token|pulumi login/,
    suggestion: () => 'Run pulumi login, or set PULUMI_ACCESS_TOKEN.',
  },
  {
    code: 'passphrase_wrong',
    category: 'user',
    pattern: /incorrect passphrase|passphrase must be set|unable to find either `PULUMI_CONFIG_PASSPHRASE`/,
    message: () => "The stack's passphrase is wrong or missing.",
    suggestion: () =>
      'Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to what the stack was made with, or set neither, ' +
      'if .pulumi-state holds it.',
  },
  {
    code: 'backend_unreachable',
    category: 'user',
    pattern: /unable to open bucket|could not list bucket|unable to check if bucket .* is accessible/,
    message: () => 'The place of the state cannot be reached.',
    suggestion: () =>
      'Check infra.config.backend and PULUMI_BACKEND_URL, and that this login may read and write there.',
  },
  {
    code: 'stack_locked',
    category: 'user',
    pattern: /currently locked by[\s\S]*?created by ([^\n]+?\(pid \d+\)) at/,
    message: ([owner = '']) => `The stack is locked by ${owner}.`,
    suggestion: () => 'Wait for its end, or stop it: azd pulumi cancel. If that process is dead, that frees the lock.',
  },
  {
    code: 'stack_locked',
    category: 'user',
    pattern: /\[409\] Conflict: Another update is currently in progress|ConcurrentUpdateError|currently locked/,
    message: () => 'Another operation on this stack is going on.',
    suggestion: () => 'Wait for its end, or stop it: azd pulumi cancel.',
  },
  {
    code: 'state_cut_off',
    category: 'user',
    pattern: /failed to load checkpoint/,
    message: () => 'The file of the state is cut off: Pulumi was killed while it wrote it.',
    suggestion: () =>
      'Put the copy back that lies beside it, <stack>.json.bak in .pulumi/stacks of the state, then run azd pulumi repair.',
  },
  {
    code: 'no_stack',
    category: 'user',
    pattern: /no stack named '([^']*)' found|stack '([^']*)' not found/,
    suggestion: () => 'Run azd provision first.',
  },
  {
    code: 'name_soft_deleted',
    category: 'user',
    pattern: /soft[- ]?deleted|FlagMustBeSetForRestore|ServiceAlreadyExistsInSoftDeletedState|RecoverDeleted/i,
    message: () => 'Azure keeps a deleted resource of this name back for a while.',
    suggestion: () =>
      'Remove it for good: azd down --purge when it was deleted by azd down here, otherwise az apim deletedservice purge ' +
      `--service-name <name> --location <region> or az cognitiveservices account purge. ${retry}`,
  },
  {
    code: 'quota_exceeded',
    category: 'user',
    pattern:
      /Quota ?Exceeded|exceed(?:s|ed|ing)? (?:the )?(?:approved )?\w* ?quota|SubscriptionIsOverQuota|InsufficientQuota|QuotaReached|OperationNotAllowed[\s\S]*quota/i,
    message: () => 'The quota of this subscription in this region is used up.',
    suggestion: () =>
      `Ask for more in the portal (Quotas), delete what nobody needs, or choose another region. ${retry}`,
  },
  {
    code: 'name_taken',
    category: 'user',
    pattern:
      /AlreadyTaken|NameNotAvailable|NameUnavailable|is already (?:taken|in use)|WebsiteWithGivenNameAlreadyExists/i,
    message: () => 'Somebody else has a resource of this name, and such names are the same all over Azure.',
    suggestion: () => 'Choose another name for the environment: azd env new <name>.',
  },
  {
    code: 'role_assignment_exists',
    category: 'user',
    pattern: /RoleAssignmentExists/,
    message: () =>
      'Azure has this role assignment, and the stack does not know of it: an earlier deployment was cut off. Its name ' +
      'was random, so no repair finds it.',
    suggestion: () => `Delete it in the portal, where its resource lists who may do what (Access control). ${retry}`,
  },
  {
    code: 'already_exists',
    torn: true,
    category: 'user',
    pattern: /cannot create already existing resource|exists already|ResourceAlreadyExists/,
    message: () => 'Azure has this resource, and the stack does not know of it: an earlier deployment was cut off.',
    suggestion: () => `Run azd pulumi repair. ${retry}`,
  },
  {
    code: 'region_unsupported',
    category: 'user',
    pattern:
      /LocationNotAvailableForResourceType|not available (?:for resource type|in (?:the )?(?:region|location))|SkuNotAvailable|NotSupportedInRegion|(?:is )?not supported in (?:this |the )?(?:region|location)|RequestedSkuUnavailable/i,
    message: () => 'This region does not offer this kind of resource, or not this tier of it.',
    suggestion: () => 'Choose another region before the first deployment: azd env set AZURE_LOCATION <region>.',
  },
  {
    code: 'provider_not_registered',
    category: 'user',
    pattern: /MissingSubscriptionRegistration[\s\S]*?namespace '([\w.]+)'|SubscriptionNotRegistered/,
    message: () => 'The subscription has never used this kind of resource.',
    suggestion: ([namespace = '<namespace>']) => `Run az provider register --namespace ${namespace} --wait. ${retry}`,
  },
  {
    code: 'not_authorized',
    category: 'auth',
    pattern: /AuthorizationFailed|does not have authorization|LinkedAuthorizationFailed|RequestDisallowedByPolicy/,
    message: () => 'This login may not do this in this subscription.',
    suggestion: () =>
      'Whoever deploys needs the role Owner, or Contributor with Role Based Access Control Administrator. ' + retry,
  },
  {
    code: 'cancelled',
    category: 'user',
    pattern: /update cancell?ed|preview cancell?ed|destroy cancell?ed|: cancell?ed|operation was aborted/,
    message: () => 'It was cancelled. What Azure had begun is finished and in the state.',
    suggestion: () => 'Run the command again: it goes on where it stopped.',
  },
  {
    code: 'pulumi_killed',
    torn: true,
    category: 'user',
    pattern: /was killed with (SIG\w+)/,
    message: ([signal = '']) => `Pulumi was killed (${signal}); Azure may have gone on without it.`,
    suggestion: () => 'Run azd provision again: it finds what was left and offers to repair it.',
  },
  {
    code: 'provider_died',
    torn: true,
    category: 'user',
    pattern: /transport is closing|error reading from server|code = Unavailable/,
    message: () => "Pulumi's provider has ended in the middle of its work.",
    suggestion: () => 'Run azd provision again: it finds what was left and offers to repair it.',
  },
  {
    code: 'subscription_missing',
    category: 'user',
    pattern: /run pulumi refresh/,
    suggestion: () => 'Run azd pulumi refresh, then the command again.',
  },
  {
    code: 'invalid_configuration',
    category: 'user',
    pattern: /configuration of this stack is not right|Missing required configuration variable/,
    suggestion: () => 'Set what is missing with azd env set <NAME> <value>, then run the command again.',
  },
  {
    code: 'program_failed',
    category: 'user',
    pattern: /unhandled exception|Compilation error|TSError|program exited with non-zero exit code/i,
    suggestion: () => "Mend the Pulumi program; azd pulumi preview shows the program's own output.",
  },
];
