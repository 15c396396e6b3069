import { describeOptions, type OptionTable } from '../../terminal/options';
import { print } from '../../terminal/output';

/** @returns the exit code */
export function printHelp(name: string, summary: string, options: OptionTable): number {
  print([`Usage: azd pulumi ${name} [options]`, '', `${name}: ${summary}`, '', ...describeOptions(options)].join('\n'));
  return 0;
}

/** The list of all commands. */
export function printCommands(summaries: Readonly<Record<string, string>>): number {
  const width = Math.max(...Object.keys(summaries).map((name) => name.length));
  const rows = Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
  print(
    [
      'Usage: azd pulumi <command> [options]',
      '',
      'Works on the Pulumi stack of the azd environment; -e <name> takes another environment.',
      '',
      ...rows,
      '',
      'azd up, azd provision and azd down deploy the stack and take it down.',
    ].join('\n'),
  );
  return 0;
}
