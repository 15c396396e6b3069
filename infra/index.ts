import { readConfig } from './config';
import { gateway } from './gateway';
import { declareStack } from './stack';

export = declareStack(readConfig(), gateway);
