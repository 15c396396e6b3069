import { gateway } from '../../gateway';
import { print } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { toPlan } from './graph';
import { toMermaid } from './mermaid';
import { configFromOptions, formatOf, optionTable } from './options';
import { runProgram } from './program';
import { toText } from './text';

const formats = {
  text: toText,
  json: (plan: object) => JSON.stringify(plan, undefined, 2),
  mermaid: toMermaid,
};

void runMain({
  command: 'npm run plan',
  summary: 'Shows what the Pulumi program would create, without Azure, a login or the Pulumi CLI.',
  options: optionTable,
  async main(options) {
    const config = configFromOptions(options);
    const plan = toPlan(await runProgram(config, gateway), config.subscriptionId);
    print(formats[formatOf(options)](plan));
  },
});
