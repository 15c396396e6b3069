import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, Job } from '../../azd/job';
import { carryOut, runAzd } from '../support/azd/commands';
import { FakeAzd } from '../support/azd/fakeAzd';
import { useScriptedProject } from '../support/azd/scriptedProject';

describe('when something is lost in the middle', () => {
  const project = useScriptedProject();
  const done: Ending = {
    outcome: 'done',
    result: { kind: 'up', outputs: { NAME: 'x' }, secrets: [], unchanged: false },
  };
  const torn: Ending = {
    outcome: 'failed',
    failure: { code: 'killed', category: 'internal', message: 'Pulumi was killed.', suggestion: 'Again.' },
    torn: true,
  };
  const repair = '{ "scripts": { "repair": "mend" } }';

  /** azd, with a deployment that goes on until the project is let go. */
  async function deploying(
    ending: Ending | undefined = done,
  ): Promise<{ azd: FakeAzd; outcome: Promise<unknown>; job: Job & { pid: number } }> {
    await project().worker({ ending });
    await project().hold();
    const azd = await new FakeAzd(project().command()).start();
    const outcome = carryOut('provision', azd).catch((error: unknown) => error);
    return { azd, outcome, job: await firstJob() };
  }

  async function firstJob(): Promise<Job & { pid: number }> {
    for (;;) {
      const [job] = await project().jobs();
      if (job) return job;
      await delay(20);
    }
  }

  async function isRepaired(): Promise<boolean> {
    return (await project().jobs()).some(({ kind }) => kind === 'repair');
  }

  it.each(['azd', 'the extension'])(
    '%s, the worker goes on, and the next command waits for it and goes on, too',
    async (lost) => {
      const { azd, outcome, job } = await deploying();
      if (lost === 'azd') expect(await azd.leave()).toBe(130);
      else azd.killExtension();
      expect(await outcome).toEqual(new Error('channel closed by dispatcher'));
      azd.stop();
      const next = await new FakeAzd(project().command()).start();

      const second = carryOut('provision', next);
      await next.firstProgress();
      expect(await project().jobs()).toHaveLength(1);
      await project().letGo();
      const { progress, failure } = await second;
      await next.end();

      expect(failure).toBeUndefined();
      expect(progress[0]).toBe('still finishing: creating 1 of 2: apim; azd pulumi cancel stops it');
      const finished = await project().finished();
      expect(finished.map((pid) => pid === job.pid)).toEqual([true, false]);
      expect(project().environments.read('dev').NAME).toBe('x');
    },
  );

  it.each(['provision --preview', 'env refresh'] as const)('azd, a later azd %s waits for the worker', async (name) => {
    await project().stack({});
    const { azd, outcome, job } = await deploying();
    await azd.leave();
    await outcome;
    const next = await new FakeAzd(project().command()).start();

    const second = carryOut(name, next);
    await next.firstProgress();
    expect(await project().jobs()).toHaveLength(1);
    await project().worker({ ending: { outcome: 'done', result: { kind: 'preview', rows: [] } } });
    await project().letGo();
    const { progress, failure } = await second;
    await next.end();

    expect(failure).toBeUndefined();
    expect(progress[0]).toBe('still finishing: creating 1 of 2: apim; azd pulumi cancel stops it');
    expect((await project().finished())[0]).toBe(job.pid);
  });

  it('the worker, azd says so and where to read more', async () => {
    const { azd, outcome, job } = await deploying();
    process.kill(job.pid, 'SIGKILL');

    expect(await outcome).toMatchObject({
      failure: {
        message: 'The process that runs Pulumi has ended without a result, while creating 1 of 2: apim.',
        suggestion: expect.stringMatching(/^Run azd provision again: .*\.azure\/dev\/pulumi\/up\.log$/),
        local_error: { code: 'worker_died' },
      },
    });
    await azd.end();
  });

  it('the worker before its first word, azd says so', async () => {
    const { failure } = await runAzd('provision', project().command());

    expect(failure?.message).toBe('The process that runs Pulumi has ended without a result before it began.');
  });

  describe('and the project has a repair', () => {
    beforeEach(async () => {
      await project().write('package.json', repair);
      await project().write('node_modules', '');
      const group = { urn: 'urn:group', type: 'azure-native:resources:ResourceGroup', id: '/group' };
      await project().stack({ deployment: { resources: [group] } });
    });

    it.each([
      ['the worker has died', undefined],
      ['Azure may be ahead of the stack', torn],
    ])('the next command offers it because %s, and goes on', async (_, ending) => {
      await project().worker({ ending });
      await runAzd('provision', project().command());
      await project().worker({ ending: done });

      const { questions, failure } = await runAzd('provision', project().command({ answers: { confirm: true } }));

      expect(questions).toEqual([
        expect.stringMatching(/^The last operation on dev was killed; .* Repair the stack now\?$/),
      ]);
      expect(failure).toBeUndefined();
      expect(await isRepaired()).toBe(true);
    });

    it('it happens by itself where nobody can be asked', async () => {
      await project().worker({});
      await runAzd('provision', project().command());
      await project().worker({ ending: done });

      const { failure } = await runAzd('provision', project().command({ noPrompt: true }));

      expect(failure).toBeUndefined();
      expect(await isRepaired()).toBe(true);
    });

    it('nothing happens when the person says no', async () => {
      await project().worker({});
      await runAzd('provision', project().command());

      const { failure } = await runAzd('provision', project().command({ answers: { confirm: false } }));

      expect(failure).toMatchObject({
        suggestion: expect.stringContaining('azd pulumi repair'),
        local_error: { category: 'user' },
      });
      expect(await project().jobs()).toHaveLength(1);
      expect(await isRepaired()).toBe(false);
    });

    it('the next command waits for a repair that goes on', async () => {
      await project().worker({});
      await runAzd('provision', project().command());
      await project().hold();
      const azd = await new FakeAzd(project().command({ noPrompt: true })).start();
      const outcome = carryOut('provision', azd).catch((error: unknown) => error);
      await azd.firstProgress();
      await azd.leave();
      await outcome;
      await project().worker({ ending: done });

      const next = await new FakeAzd(project().command()).start();
      const second = carryOut('provision', next);
      await next.firstProgress();
      await project().letGo();
      const { progress, failure } = await second;
      await next.end();

      expect(progress[0]).toBe('still finishing: creating 1 of 2: apim');
      expect(failure).toBeUndefined();
      expect((await project().jobs()).map(({ kind }) => kind)).toEqual(['up', 'repair', 'up']);
    });

    it('it is offered, too, where only the stack knows of creations that never ended', async () => {
      const resource = { urn: 'urn:pulumi:dev::test::a:b:C::apim' };
      await project().stack({ deployment: { pending_operations: [{ type: 'creating', resource }] } });
      await project().worker({ ending: done });

      const { questions } = await runAzd('provision', project().command({ answers: { confirm: true } }));

      expect(questions).toEqual([expect.stringContaining('does not know of: apim.')]);
    });
  });

  it('nothing is asked where creations never ended and the project has no repair', async () => {
    const resource = { urn: 'urn:pulumi:dev::test::a:b:C::apim' };
    await project().stack({ deployment: { pending_operations: [{ type: 'creating', resource }] } });

    const { failure } = await runAzd('provision', project().command());

    expect(failure?.suggestion).toContain('pulumi import <type> <name> <id>');
  });

  it('a stack that has nothing yet is not repaired', async () => {
    await project().write('package.json', repair);
    await project().write('node_modules', '');
    await project().worker({});
    await runAzd('provision', project().command());
    await project().worker({ ending: done });

    const { failure } = await runAzd('provision', project().command({ noPrompt: true }));

    expect(failure).toBeUndefined();
    expect(await isRepaired()).toBe(false);
  });

  it('without a repair of its own the project goes on, if nothing is in the way', async () => {
    await project().worker({});
    await runAzd('provision', project().command());
    await project().worker({ ending: done });

    const { failure } = await runAzd('provision', project().command());

    expect(failure).toBeUndefined();
  });
});
