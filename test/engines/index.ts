import { print } from '../../terminal/output';
import { runMain } from '../../terminal/runMain';
import { buildPulumi, findPulumi } from './pulumi';

void runMain({
  command: 'npm run engines',
  summary:
    'Finds the Pulumi CLI for npm run test:engine, on the PATH or where this built it; builds it with Go otherwise.',
  options: {},
  main() {
    print(findPulumi() ?? buildPulumi());
    return Promise.resolve();
  },
});
