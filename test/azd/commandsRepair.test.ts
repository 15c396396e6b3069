import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useAzdPulumi } from '../support/azd/azdPulumi';

describe('azd pulumi repair', () => {
  const azd = useAzdPulumi();
  const killed = { pid: 2 ** 22 + 1 };

  async function declare(scripts: object): Promise<void> {
    await writeFile(join(azd().project, 'package.json'), JSON.stringify({ scripts }));
  }

  it("runs the project's own script", async () => {
    await declare({ repair: 'mend' });
    azd().leaveRecord(killed);

    expect(await azd().lines(['repair'])).toEqual(['npm run --silent repair -- --stack dev']);
    expect(existsSync(azd().record)).toBe(false);
  });

  it('remembers what was torn while the script fails', async () => {
    await declare({ repair: 'mend' });
    azd().leaveRecord(killed);
    await azd().programs.play({ npm: { exitCode: 1, stderr: 'Azure still works on it.\n' } });

    expect(await azd().run(['repair'])).toEqual({ exitCode: 1, stdout: '', stderr: 'Azure still works on it.\n' });
    expect(existsSync(azd().record)).toBe(true);
  });

  it.each([
    ['has no package.json', undefined],
    ['has no such script', { start: 'shop' }],
  ])('names the commands of Pulumi where the project %s', async (_, scripts) => {
    if (scripts) await declare(scripts);

    const { exitCode, stderr } = await azd().run(['repair']);

    expect(await azd().programs.asked()).toEqual([]);
    expect(exitCode).toBe(1);
    for (const command of ['azd pulumi cancel', 'azd pulumi refresh', 'pulumi import <type> <name> <id>']) {
      expect(stderr).toContain(command);
    }
  });
});
