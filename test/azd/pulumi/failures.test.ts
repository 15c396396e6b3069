import { ProvisioningError } from '../../../azd/failure';
import { explain, isTorn } from '../../../azd/pulumi/failures';
import { kinds } from '../../../azd/pulumi/failureKinds';

const type = 'azure-native:apimanagement:ApiManagementService';

/** What Pulumi, azure-native or Azure say, by the code of the failure that it is. */
const told: readonly [code: string, text: string][] = [
  ['pulumi_missing', 'Error: spawn pulumi ENOENT'],
  ['pulumi_too_old', 'Error: Minimum version requirement failed. The minimum CLI version requirement is 3.2.0'],
  [
    'language_host_missing',
    "error: failed to load language plugin nodejs: no language plugin 'pulumi-language-nodejs' found in the workspace or on your $PATH",
  ],
  ['packages_missing', 'It looks like the Pulumi SDK has not been installed. Have you run pulumi install?'],
  [
    'provider_missing',
    "error: no resource plugin 'pulumi-resource-azure-native' found in the workspace at version v3.28.0",
  ],
  ['not_logged_in', 'AzureDeveloperCLICredential: ERROR: not logged in, run `azd auth login` to login'],
  ['not_logged_in', 'AADSTS700082: The refresh token has expired due to inactivity.'],
  ['not_logged_in_az', "AzureCLICredential: Please run 'az login' to setup account."],
  ['pulumi_login', 'error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions'],
  ['passphrase_wrong', 'error: getting secrets manager: incorrect passphrase'],
  [
    'passphrase_wrong',
    'error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables',
  ],
  ['backend_unreachable', 'error: read ".pulumi/meta.yaml": unable to check if bucket file:///srv is accessible'],
  [
    'stack_locked',
    'error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///x/.pulumi/locks/y.json: created by ann@laptop (pid 1571) at 2026-11-27T10:00:00+09:00',
  ],
  ['stack_locked', 'error: [409] Conflict: Another update is currently in progress.'],
  ['state_cut_off', 'error: failed to load checkpoint: EOF'],
  ['no_stack', "error: no stack named 'dev' found"],
  [
    'name_soft_deleted',
    'Code="ServiceAlreadyExists" Message="Api service apim-dev already exists in a soft-deleted state."',
  ],
  ['name_soft_deleted', 'Code="FlagMustBeSetForRestore" Message="An existing resource has been soft-deleted."'],
  ['quota_exceeded', 'Code="SubscriptionIsOverQuotaForSku" Message="This region has quota of 0 instances"'],
  ['quota_exceeded', 'Code="InsufficientQuota" Message="This operation require 30 new capacity"'],
  ['name_taken', 'Code="StorageAccountAlreadyTaken" Message="The storage account named x is already taken."'],
  ['role_assignment_exists', 'Code="RoleAssignmentExists" Message="The role assignment already exists."'],
  ['already_exists', "cannot create already existing resource '/subscriptions/s/resourceGroups/g'"],
  [
    'region_unsupported',
    'Code="LocationNotAvailableForResourceType" Message="The provided location \'x\' is not available"',
  ],
  ['region_unsupported', 'Message="The sku BasicV2 is not supported in this region."'],
  [
    'provider_not_registered',
    'Code="MissingSubscriptionRegistration" Message="The subscription is not registered to use namespace \'Microsoft.Web\'."',
  ],
  ['not_authorized', 'Code="AuthorizationFailed" Message="The client does not have authorization to perform action"'],
  ['cancelled', 'error: update canceled'],
  ['pulumi_killed', 'Error: Command was killed with SIGKILL (Forced termination): pulumi up --yes'],
  ['provider_died', 'error: rpc error: code = Unavailable desc = error reading from server: EOF'],
  [
    'subscription_missing',
    'error: The key of the subscription agents cannot be read: run pulumi refresh, then pulumi up.',
  ],
  ['invalid_configuration', 'error: The configuration of this stack is not right.\nlocation is missing.'],
  ['program_failed', "error: Running program '/x/index.ts' failed with an unhandled exception:"],
  ['deployment_failed', 'error: Code="SomethingElse" Message="Nobody has seen this before."'],
];

describe('a failure', () => {
  it.each(told)('is %s when Pulumi says: %s', (code, text) => {
    const fromOutput = explain({ text });
    const fromResource = explain({ text: 'update failed', errors: [{ resource: 'apim', type, text }] });

    expect([fromOutput.code, fromResource.code]).toEqual([code, code]);
    expect(fromOutput.suggestion).toMatch(/\w.*\S/);
  });

  it('of every kind is known by an example', () => {
    const codes = new Set(told.map(([code]) => code));

    expect(kinds.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual([]);
  });

  it('names the resource, what Azure says, and the log', () => {
    const text = 'Code="QuotaExceeded" Message="Too many."';
    const { message, suggestion } = explain({
      text: 'error: update failed',
      errors: [
        { resource: 'other', type, text: 'Something else.' },
        { resource: 'apim', type, text },
      ],
      log: '/project/up.log',
    });

    expect(message).toBe(
      `The quota of this subscription in this region is used up.\napim (${type}): Code="QuotaExceeded" Message="Too many."`,
    );
    expect(suggestion).toMatch(/\nThe whole log: \/project\/up\.log$/);
  });

  it('without a known reason says what Pulumi says, without what only sums it up', () => {
    const { message } = explain({ text: 'Diagnostics:\n  error: first thing\n    goes on\n  error: update failed\n' });

    expect(message).toBe('first thing\n    goes on');
  });

  it('names the owner of a lock', () => {
    const text = told.find(([code]) => code === 'stack_locked')?.[1] ?? '';

    expect(explain({ text }).message).toMatch(/^The stack is locked by ann@laptop \(pid 1571\)\.\n/);
  });

  it('names what to register', () => {
    const text = told.find(([code]) => code === 'provider_not_registered')?.[1] ?? '';

    expect(explain({ text }).suggestion).toContain('az provider register --namespace Microsoft.Web --wait');
  });

  it('that has been explained stays as it is', () => {
    const failure = new ProvisioningError({ code: 'x', category: 'user', message: 'm', suggestion: 's' });

    expect(explain({ text: 'incorrect passphrase' }, failure)).toBe(failure);
  });

  it.each([
    ['already_exists', true],
    ['pulumi_killed', true],
    ['provider_died', true],
    ['name_soft_deleted', false],
    ['cancelled', false],
    ['quota_exceeded', false],
  ])('that is %s leaves Azure ahead of the stack: %s', (code, expected) => {
    const text = told.find(([known]) => known === code)?.[1] ?? '';

    expect(isTorn({ text })).toBe(expected);
    expect(isTorn({ text: '', errors: [{ resource: 'apim', type, text }] })).toBe(expected);
  });
});
