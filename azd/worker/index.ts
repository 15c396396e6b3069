import { LocalWorkspace } from '@pulumi/pulumi/automation';
process.stdout.write(String(LocalWorkspace));
