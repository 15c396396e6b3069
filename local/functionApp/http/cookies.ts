import type { RpcCookie } from '../app/rpc';

const sameSite = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** A cookie that a function returned, as the value of a Set-Cookie header in the form that ASP.NET Core writes. */
export function setCookie(cookie: RpcCookie): string {
  const seconds = cookie.expires?.value?.seconds;
  const attributes: Record<string, string | number | boolean | undefined> = {
    expires: seconds === undefined ? undefined : new Date(seconds * 1000).toUTCString(),
    'max-age': cookie.maxAge?.value,
    domain: cookie.domain?.value,
    path: cookie.path?.value ?? '/',
    secure: cookie.secure?.value,
    samesite: sameSite[cookie.sameSite ?? 'none'],
    httponly: cookie.httpOnly?.value,
  };
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? name : `${name}=${String(value)}`));
  return [`${cookie.name}=${encodeURIComponent(cookie.value)}`, ...written].join('; ');
}
