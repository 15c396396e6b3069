/** What azd hands to a hook: the values of its environment, where the deployment has put its outputs. */
export function readDeployed(env: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string | undefined>> {
  return env;
}
