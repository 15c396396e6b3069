import * as pulumi from '@pulumi/pulumi';
import type { Gateway } from '../../gateway/model';
import type { Config } from '../config/settings';
import { declareStack } from '../stack';
import { predictOutputs, predictSecrets, type Properties, toArm, toProperties } from './predictedAzure';
import { predictPassword, RANDOM_PASSWORD } from './predictedRandom';
import { RecordingMonitor, type Registration } from './recordingMonitor';
import { revealSecrets } from './secrets';

/** What the program declares: every resource, and the stack's outputs. */
export interface Declared {
  registrations: readonly Registration[];
  /** As on the wire: secrets are still marked. */
  outputs: Properties;
}

/**
 * Runs the Pulumi program without an engine, a login or a network. Azure's part of the answers is predicted.
 *
 * Pulumi's runtime is one for the whole process: wait for one run before the next.
 *
 * @throws what the program throws.
 */
export async function runProgram(config: Config, gateway: Gateway): Promise<Declared> {
  const monitor = new RecordingMonitor(predictedAzure(config.subscriptionId));
  await pulumi.runtime.setMocks(monitor.mocks, 'ramen-gateway', config.environmentName);
  pulumi.runtime.setMockOptions(monitor, 'ramen-gateway', config.environmentName);
  // Pulumi tells the process of a program that fails, not the caller: the failure has to be carried around it.
  const failures: unknown[] = [];
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      return await Promise.resolve(declareStack(config, gateway));
    } catch (failure) {
      failures.push(failure);
      return {};
    }
  });
  await pulumi.runtime.disconnect();
  if (failures.length > 0) throw failures[0];
  return { registrations: monitor.registrations, outputs: toProperties(monitor.outputs) };
}

function predictedAzure(subscriptionId: string): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs, custom }) {
      const properties = toProperties(revealSecrets(inputs));
      // The random provider gives every password this id.
      if (type === RANDOM_PASSWORD) return { id: 'none', state: predictPassword(name, properties) };
      if (!custom || !type.startsWith('azure-native:')) return { id: undefined, state: properties };
      const token = type.slice('azure-native:'.length);
      const arm = toArm(token, properties, subscriptionId);
      return { id: arm.id, state: predictOutputs(token, properties, arm) };
    },
    call: ({ inputs }) => predictSecrets(toProperties(revealSecrets(inputs))),
  };
}
