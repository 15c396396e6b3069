/** azd's own flags: it has read them, and hands them on all the same. */
const withValue = ['-e', '--environment'];
const alone = ['--debug', '--no-prompt'];

/** The arguments that are meant for the command. */
export function withoutAzdFlags(args: readonly string[]): string[] {
  return args.filter((arg, index) => {
    const [name = ''] = arg.split('=');
    if (withValue.includes(name) || alone.includes(name)) return false;
    return !withValue.includes(args[index - 1] ?? '');
  });
}
