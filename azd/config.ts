/** What the environment of this process says, read once. */
export interface Launch {
  /** Everything, for the programs that this one starts. */
  variables: Readonly<Record<string, string>>;
  /** Where azd listens, and the token that it asks for with each call; undefined when azd did not start this. */
  host: { address: string; token: string } | undefined;
  /** Given with `-e`, or always by `azd env refresh`. */
  environmentName: string | undefined;
  /** Whether nobody can be asked. */
  noPrompt: boolean;
  /** Whether this runs in continuous integration. */
  ci: boolean;
}

export function readLaunch(env: NodeJS.ProcessEnv = process.env): Launch {
  const { AZD_SERVER: address, AZD_ACCESS_TOKEN: token, AZD_ENVIRONMENT: environmentName } = env;
  return {
    variables: Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    host: address && token ? { address, token } : undefined,
    environmentName,
    noPrompt: env.AZD_NO_PROMPT === 'true',
    ci: [env.CI, env.GITHUB_ACTIONS, env.TF_BUILD].some(isOn),
  };
}

/** Whether a variable that is a switch is on. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value.toLowerCase() !== 'false';
}
