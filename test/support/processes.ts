import { execFileSync } from 'node:child_process';

interface Process {
  pid: number;
  /** With its arguments. */
  command: string;
}

/** All processes that another one has started, and those have, and so on. */
export function processesBelow(ancestor: number): Process[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const family = new Set([ancestor]);
  return rows.flatMap((row) => {
    const [pid, parent, ...args] = row.trim().split(/\s+/);
    if (!family.has(Number(parent))) return [];
    family.add(Number(pid));
    return [{ pid: Number(pid), command: args.join(' ') }];
  });
}

/** The first process below another whose command is like this. */
export function childOf(ancestor: number, command: RegExp): number {
  const found = processesBelow(ancestor).find((one) => command.test(one.command));
  if (!found) throw new Error(`There is no ${String(command)} below process ${ancestor}.`);
  return found.pid;
}
