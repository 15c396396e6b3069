/** A type without the version of ARM that it may name: `azure-native:web/v20240401:WebApp` and its like are one type. */
export function unversioned(type: string): string {
  return type.replace(/^azure-native_\w+:/, 'azure-native:').replace(/\/v\d+\w*:/, ':');
}

/** `azure-native:web:WebApp` → `web:WebApp`. */
export function tokenOf(type: string): string {
  return unversioned(type).replace(/^azure-native:/, '');
}
