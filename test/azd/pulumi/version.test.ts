import { requireVersion } from '../../../azd/pulumi/version';
import { thrownBy } from '../../support/azd/thrownBy';

describe('the Pulumi CLI', () => {
  it.each(['v3.270.0', '3.276.0', 'v4.0.0', 'v3.300.0-alpha.1'])('may be %s', (version) => {
    expect(() => {
      requireVersion(`${version}\n`);
    }).not.toThrow();
  });

  it.each(['v3.269.9', 'v2.900.0', 'unknown'])('may not be %s', (version) => {
    expect(
      thrownBy(() => {
        requireVersion(`${version}\n`);
      }),
    ).toMatchObject({
      code: 'pulumi_too_old',
      message: `The Pulumi CLI on the PATH is ${version}; this needs 3.270.0 or a newer one.`,
    });
  });
});
