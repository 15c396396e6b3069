import { nodeMistake } from '../../infra/nodeVersion';
import { engines } from '../../package.json';

describe('the version of Node', () => {
  it.each(['22.19.0', '22.20.1', '23.0.0', '100.0.0'])('%s is new enough for >=22.19', (version) => {
    expect(nodeMistake(version, '>=22.19')).toBeUndefined();
  });

  it.each(['22.18.3', '22.9.0', '20.20.2', '9.99.9'])('%s is not, which one sentence says', (version) => {
    expect(nodeMistake(version, '>=22.19')).toBe(
      `This program needs Node >=22.19, and Pulumi runs it with Node ${version}: put node_modules/.bin of this project ` +
        'first on the PATH, or install such a Node.',
    );
  });

  it('is measured by what package.json asks for', () => {
    expect(engines.node).toMatch(/^>=\d+(\.\d+)*$/);
    expect(nodeMistake('0.1.0')).toContain(engines.node);
    expect(nodeMistake(process.versions.node)).toBeUndefined();
  });
});
