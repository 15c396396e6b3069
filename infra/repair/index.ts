import { runMain } from '../../terminal/runMain';
import { optionTable } from './options';
import { repair } from './repair';

void runMain({
  command: 'npm run repair',
  summary: 'Mends a stack whose pulumi up was killed: what Azure has and the program wants becomes part of it.',
  options: optionTable,
  main: ({ stack }) => repair(stack),
});
