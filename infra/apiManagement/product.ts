import { Product } from '@pulumi/azure-native/apimanagement';
import type { Gateway } from '../../gateway/model';
import type { Service } from './service';

/** What agents subscribe to. A product that asks for no subscription must not speak of approval either. */
export function createProduct(service: Service, { product }: Gateway, subscriptionRequired: boolean): Product {
  const { name, displayName, description } = product;
  return new Product(
    `${service.name}-${name}-product`,
    {
      ...service.at,
      productId: name,
      displayName,
      description,
      state: 'published',
      subscriptionRequired,
      ...(subscriptionRequired && { approvalRequired: false }),
    },
    service.options,
  );
}
