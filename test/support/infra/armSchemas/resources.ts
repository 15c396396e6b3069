import { closed, placed, text } from './shapes';

/** What a template makes has schemas of its own. */
const template = closed({
  $schema: { const: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#' },
  contentVersion: { type: 'string', pattern: '^\\d+(\\.\\d+){3}$' },
  resources: {
    type: 'array',
    minItems: 1,
    items: closed(
      {
        type: text,
        apiVersion: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}(-preview)?$' },
        name: text,
        properties: { type: 'object' },
        dependsOn: { type: 'array', items: text },
      },
      ['type', 'apiVersion', 'name', 'properties'],
    ),
  },
});

export const resources = {
  'Microsoft.Resources/resourceGroups': closed(placed),
  'Microsoft.Resources/deployments': closed(
    {
      // The other mode deletes whatever of the group the template does not name.
      properties: closed({ mode: { const: 'Incremental' }, template }),
      tags: closed({ site: { type: 'string', minLength: 1, maxLength: 256 } }),
    },
    ['properties'],
  ),
};
