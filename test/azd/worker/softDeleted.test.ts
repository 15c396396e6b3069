import { mkdtempSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../azd/job';
import { forget, remember } from '../../../azd/worker/softDeleted';
import { useTemporaryFolder } from '../../support/temporaryFolder';

const group = '/subscriptions/s/resourceGroups/g/providers';
const resources = [
  {
    ...{ urn: 'u', type: 'azure-native:apimanagement:ApiManagementService' },
    ...{ id: `${group}/Microsoft.ApiManagement/service/apim-dev`, outputs: { location: 'Japan East' } },
  },
  {
    ...{ urn: 'v', type: 'azure-native:cognitiveservices:Account' },
    ...{ id: `${group}/Microsoft.CognitiveServices/accounts/ai-dev`, outputs: { location: 'swedencentral' } },
  },
  {
    ...{ urn: 'w', type: 'azure-native:web:WebApp' },
    ...{ id: `${group}/Microsoft.Web/sites/menu`, outputs: { location: 'japaneast' } },
  },
];
const expected = [
  {
    name: 'apim-dev',
    path: '/subscriptions/s/providers/Microsoft.ApiManagement/locations/japaneast/deletedservices/apim-dev?api-version=2024-05-01',
  },
  {
    name: 'ai-dev',
    path: '/subscriptions/s/providers/Microsoft.CognitiveServices/locations/swedencentral/resourceGroups/g/deletedAccounts/ai-dev?api-version=2024-10-01',
  },
];

describe('what stays soft-deleted', () => {
  const temporary = useTemporaryFolder();
  const job = () => ({ record: join(mkdtempSync(join(temporary(), 'stack-')), 'operation.json') }) as Job;

  it('is found in the state, with where its purge is asked for', () => {
    expect(remember(job(), resources)).toEqual(expected);
  });

  it('is remembered when the state does not know of it any more, once', () => {
    const destroyed = job();
    remember(destroyed, resources.slice(0, 1));

    expect(remember(destroyed, [])).toEqual(expected.slice(0, 1));
    expect(remember(destroyed, resources)).toEqual(expected);
    expect(statSync(join(destroyed.record, '../softDeleted.json')).mode & 0o777).toBe(0o600);
  });

  it('is forgotten once it is purged', () => {
    const destroyed = job();
    remember(destroyed, resources);
    forget(destroyed);

    expect(remember(destroyed, [])).toEqual([]);
  });
});
