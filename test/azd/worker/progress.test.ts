import { Progress } from '../../../azd/worker/progress';
import { begins, ends, fails } from './steps';

const minute = 60_000;

describe('the progress line', () => {
  function progressAt(): { progress: Progress; pass: (minutes: number) => void } {
    let now = 0;
    return {
      progress: new Progress(() => now),
      pass: (minutes) => {
        now += minutes * minute;
      },
    };
  }

  it('says what goes on before anything changes', () => {
    const { progress } = progressAt();
    progress.enter('comparing');

    expect(progress.text()).toBe('comparing');
    progress.previewed(begins({ op: 'same', name: 'a' }));
    progress.previewed(begins({ op: 'create', name: 'b' }));
    expect(progress.text()).toBe('comparing: 2 resources');
  });

  it('counts against what the preview has announced, and names what takes longest', () => {
    const { progress, pass } = progressAt();
    for (const name of ['a', 'b', 'c']) progress.previewed(begins({ op: 'create', name }));
    progress.previewed(begins({ op: 'same', name: 'd' }));
    progress.enter('deploying');

    progress.changed(begins({ op: 'create', name: 'a' }));
    expect(progress.text()).toBe('creating 1 of 3: a');
    pass(3.5);
    progress.changed(begins({ op: 'create', name: 'b' }));
    expect(progress.text()).toBe('creating 2 of 3: a and 1 other, 3 min');
    progress.changed(ends({ op: 'create', name: 'a' }));
    expect(progress.text()).toBe('creating 2 of 3: b');
    progress.changed(fails({ op: 'create', name: 'b' }));
    expect(progress.text()).toBe('deploying');
  });

  it.each([
    ['update', 'updating'],
    ['delete', 'deleting'],
    ['delete-replaced', 'deleting'],
    ['create-replacement', 'creating'],
    ['import', 'adopting'],
  ] as const)('says of the step %s that it is %s', (op, verb) => {
    const { progress } = progressAt();
    progress.changed(begins({ op, name: 'apim' }));

    expect(progress.text()).toBe(`${verb} 1 of 1: apim`);
  });

  it('does not count what the engine does for itself, nor components', () => {
    const { progress } = progressAt();
    progress.enter('deploying');
    progress.changed(begins({ op: 'create', name: 'project-dev', type: 'pulumi:pulumi:Stack' }));
    progress.changed(begins({ op: 'create', name: 'orders', type: 'ramen:orders:App', custom: false }));

    expect(progress.text()).toBe('deploying');
  });
});
