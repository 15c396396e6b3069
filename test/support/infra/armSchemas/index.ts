import type { Schema } from 'ajv';
import { access } from './access';
import { apiManagement } from './apiManagement';
import { monitoring } from './monitoring';
import { resources } from './resources';
import { storage } from './storage';
import { web } from './web';

/**
 * The bodies that ARM takes, by its resource types, as far as this stack uses them. Properties, lengths and values are those
 * of the published types: Azure/bicep-types-az, `generated/<provider>/<namespace>/<version>/types.md`, at the versions of
 * `infra/plan/armTypes.ts`; what changed after the newest ones there, from the REST API specifications (`siteUpdateStrategy`
 * of Microsoft.Web at 2025-05-01); `backendId` and `mcpTools`, which no published type has, as Azure-Samples/AI-Gateway
 * deploys them. What a tier is known to refuse is refused. Nothing else is let through, so that a misspelt property fails
 * here and not after half an hour.
 */
export const armSchemas: Readonly<Record<string, Schema>> = {
  ...resources,
  ...access,
  ...storage,
  ...monitoring,
  ...web,
  ...apiManagement,
};
