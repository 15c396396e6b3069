import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random';
import type { GatewaySettings } from '../functions/gatewaySecret';

type Settings = Record<keyof GatewaySettings, pulumi.Input<string>>;

/**
 * What the gateway sends and the function apps compare: made once for each environment and kept in its state. A password,
 * though no person uses it, because RandomBytes has its value for an id, which the state keeps in the clear
 * (`computeRandomBytesID` in pulumi/pulumi-random, `provider/resources.go`).
 */
export function createGatewaySecret(name: string): pulumi.Output<string> {
  const { result } = new RandomPassword(name, { length: 48, special: false });
  return pulumi.secret(result);
}

/** By their type, all settings by which an app knows the gateway; none without a secret: the app answers everybody. */
export function settingsWith(secret: pulumi.Output<string> | undefined): Partial<Settings> {
  return secret === undefined ? {} : ({ GATEWAY_SECRET: secret } satisfies Settings);
}
