import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { declare } from '../support/infra/program';
import { type Finished, run } from '../support/program';
import { describeWithPulumi, useEngine } from './engine';
import { openWorkspace, root, type Workspace } from './workspace';

const name = 'repair-test';

describeWithPulumi('npm run repair', () => {
  jest.setTimeout(120_000);

  const world = useEngine();
  let workspace: Workspace;
  let all: string[];

  beforeAll(async () => {
    workspace = await openWorkspace(name, world().engine);
    all = (await declare()).resources.map((resource) => resource.name);
  });

  afterAll(async () => {
    await workspace.stop();
    for (const file of await readdir(root)) {
      if (file.startsWith(`Pulumi.${name}.`)) await rm(join(root, file));
    }
  });

  function repair(): Promise<Finished> {
    const args = ['--require', 'tsx/cjs', 'infra/repair/index.ts', '--stack', name];
    return run(args, world().engine.environment);
  }

  /** Starts a deployment, holds these creations back, kills Pulumi, and has Azure complete them, but for the lost one. */
  async function killWhileCreating(held: readonly string[], lost?: string): Promise<void> {
    const completed = held.filter((resource) => resource !== lost);
    const [allHeld, killed, allThere] = [countdown(held.length), countdown(1), countdown(completed.length)];
    world().faults.beforeCreate = async (resource) => {
      if (!held.includes(resource)) return;
      allHeld.count();
      await killed.done;
      if (resource === lost) throw new Error('Azure never heard of it.');
    };
    world().faults.afterCreate = (resource) => {
      if (completed.includes(resource)) allThere.count();
    };
    const pulumi = startUp(world().engine.environment);
    await allHeld.done;
    await world().quiet();
    const ended = once(pulumi, 'exit');
    // With all that it started, as a terminal does that closes.
    process.kill(-Number(pulumi.pid), 'SIGKILL');
    await ended;
    killed.count();
    await allThere.done;
    delete world().faults.beforeCreate;
  }

  async function expectWholeStack(): Promise<void> {
    const { changeSummary } = await workspace.stack.preview();
    expect(Object.keys(changeSummary)).toEqual(['same']);
    expect(world().azure.resources.size).toBe(all.length);
    await workspace.stack.destroy();
    expect(world().azure.resources.size).toBe(0);
  }

  describe('after pulumi up was killed', () => {
    let held: string[];
    beforeAll(async () => {
      held = all.filter((resource) => resource === 'apim' || resource.includes('-may-'));
      await killWhileCreating(held);
    });

    it('waits while the process that holds the lock lives', async () => {
      const [lock, content] = await readLock(world().engine.environment);
      await writeFile(lock, content.replace(/"pid": ?\d+/, `"pid":${process.pid}`));

      const finished = await repair();

      await writeFile(lock, content);
      expect(finished).toMatchObject({ exitCode: 1, stdout: '' });
      expect(finished.stderr).toMatch(
        new RegExp(`^The stack is locked by process ${process.pid} of \\S+ on \\S+: wait for its end\\..*\\n$`),
      );
    });

    it('adopts what Azure completed, so that pulumi up creates the rest', async () => {
      const finished = await repair();
      const { summary } = await workspace.stack.up();

      expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
      expect(/^Adopted: (.*)\.$/m.exec(finished.stdout)?.[1]?.split(', ').sort()).toEqual([...held].sort());
      expect(summary.resourceChanges).not.toHaveProperty('update');
      await expectWholeStack();
    });
  });

  it('takes for gone what azure-native cannot read because it is not there', async () => {
    await killWhileCreating(['orders-storage-deployment', 'orders-storage-orders'], 'orders-storage-orders');

    const finished = await repair();
    await workspace.stack.up();

    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    const adopted = /^Adopted: (.*)\.$/m.exec(finished.stdout)?.[1]?.split(', ');
    // Whatever else was on its way in that moment may be among them.
    expect(adopted).toContain('orders-storage-deployment');
    expect(adopted).not.toContain('orders-storage-orders');
    await expectWholeStack();
  });

  it('has nothing to do in a stack that is empty', async () => {
    expect(await repair()).toMatchObject({
      exitCode: 1,
      stderr: 'The stack is empty, so there is nothing to mend. Run pulumi up.\n',
    });
  });

  describe('after an answer of Azure was lost', () => {
    it('adopts what the plan wants and Azure has, so that pulumi up creates the rest', async () => {
      world().faults.afterCreate = (resource) => {
        if (resource === 'apim') world().stopProvider();
      };
      await expect(workspace.stack.up({ parallel: 1 })).rejects.toThrow();
      delete world().faults.afterCreate;
      await world().startProvider();
      await expect(workspace.stack.up()).rejects.toThrow('cannot create already existing resource');

      const finished = await repair();
      await workspace.stack.up();

      expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
      expect(finished.stdout).toMatch(/^Adopted: apim\.$/m);
      await expectWholeStack();
    });
  });
});

function startUp(environment: Record<string, string>): ChildProcess {
  const args = ['up', '--yes', '--skip-preview', '--non-interactive', '--stack', name];
  const env = { ...process.env, ...environment };
  return spawn('pulumi', args, { cwd: root, env, detached: true, stdio: 'ignore' });
}

/** The path of the stack's lock and what is in it. */
async function readLock({ PULUMI_BACKEND_URL = '' }: Record<string, string>): Promise<[string, string]> {
  const folder = join(PULUMI_BACKEND_URL.slice('file://'.length), '.pulumi/locks/organization/ramen-gateway', name);
  const [file = ''] = await readdir(folder);
  return [join(folder, file), await readFile(join(folder, file), 'utf8')];
}

/** Is done when it has counted so often. */
function countdown(times: number): { count: () => void; done: Promise<void> } {
  let left = times;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const count = () => {
    left -= 1;
    if (left === 0) finish();
  };
  return { count, done };
}
