/** One API on the gateway: its row in the definition, its name in API Management and the resource that declares it. */
export interface PublishedApi<Definition extends { policy: string }, Declared> {
  row: string;
  apiName: string;
  definition: Definition;
  resource: Declared;
}
