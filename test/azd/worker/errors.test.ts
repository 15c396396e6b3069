import type { EngineEvent } from '@pulumi/pulumi/automation';
import { Errors } from '../../../azd/worker/errors';

describe('the errors of an operation', () => {
  function collect(diagnosticEvent: Partial<EngineEvent['diagnosticEvent']>): Errors['all'] {
    const errors = new Errors();
    errors.see({
      sequence: 0,
      timestamp: 0,
      diagnosticEvent: { message: 'm', color: 'never', severity: 'error', ...diagnosticEvent },
    });
    return errors.all;
  }

  it('come with their resource, and without marks of colour', () => {
    const urn = 'urn:pulumi:dev::project::ramen:orders:App$azure-native:web:WebApp::orders';

    expect(collect({ urn, message: '<{%reset%}>Code="X"<{%reset%}>\n' })).toEqual([
      { resource: 'orders', type: 'azure-native:web:WebApp', text: 'Code="X"' },
    ]);
  });

  it('of the stack are about no resource', () => {
    const urn = 'urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev';

    expect(collect({ urn })).toEqual([{ resource: '', type: '', text: 'm' }]);
  });

  it.each([
    [{ severity: 'warning' as const }],
    [{ severity: 'info#err' as const }],
    [{ message: 'update failed' }],
    [{ message: '<{%reset%}>' }],
  ])('are not: %j', (event) => {
    expect(collect(event)).toEqual([]);
  });
});
