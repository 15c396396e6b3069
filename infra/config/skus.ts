/**
 * What the program has to know about a tier. `dedicatedAddress`: the gateway has a public address of its own, which a
 * function app can admit. Units: "API Management gateway tiers" and "Upgrade and scale" in Microsoft's documentation;
 * addresses: "IP addresses of API Management".
 */
interface Sku {
  maximumUnits: number;
  dedicatedAddress: boolean;
}

export const skus = {
  Developer: { maximumUnits: 1, dedicatedAddress: true },
  Basic: { maximumUnits: 2, dedicatedAddress: true },
  Standard: { maximumUnits: 4, dedicatedAddress: true },
  Premium: { maximumUnits: 12, dedicatedAddress: true },
  BasicV2: { maximumUnits: 10, dedicatedAddress: false },
  StandardV2: { maximumUnits: 10, dedicatedAddress: false },
  PremiumV2: { maximumUnits: 30, dedicatedAddress: false },
} as const satisfies Record<string, Sku>;

export type SkuName = keyof typeof skus;

export const skuNames = Object.keys(skus) as readonly SkuName[];
