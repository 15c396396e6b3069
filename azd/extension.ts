/** What azd shows of this extension, and what decides whether it takes it. */
export const extension = {
  id: 'ramen-gateway.pulumi',
  /** Its commands begin with `azd pulumi`. */
  namespace: 'pulumi',
  version: '1.0.0',
  displayName: 'Pulumi',
  description: 'Deploys the infrastructure of a project with Pulumi: infra.provider: pulumi.',
  /** What `infra.provider` of azure.yaml names; azd compares it letter by letter. */
  provider: 'pulumi',
  capabilities: ['custom-commands', 'provisioning-provider'],
  usage: 'azd pulumi <command> [options]',
  examples: [
    { name: 'preview', description: 'Shows each property that would change.', usage: 'azd pulumi preview --diff' },
    {
      name: 'outputs',
      description: 'Prints the outputs, secrets among them, as lines for a shell.',
      usage: 'azd pulumi outputs --show-secrets --format env',
    },
    { name: 'doctor', description: 'Says what is missing, and what to do.', usage: 'azd pulumi doctor' },
  ],
} as const;
