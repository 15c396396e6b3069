import type * as pulumi from '@pulumi/pulumi';
import type { Names } from './names';

/** Where resources go and what they are called: what every component of the stack is told. */
export interface Place {
  subscriptionId: string;
  resourceGroupName: pulumi.Output<string>;
  location: string;
  tags: Record<string, string>;
  names: Names;
}
