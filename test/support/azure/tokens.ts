import { randomUUID } from 'node:crypto';
import { ok, type Answer, type Request } from './exchange';

export const tenant = '22222222-3333-4444-5555-666666666666';

/** Who is signed in, and for how long: a test changes it. */
export interface SignIn {
  /** How long a token is good. */
  minutes: number;
  /** Why there is no token any more. */
  refused?: string;
}

export interface Tokens {
  /** What azd must say to get a token. */
  key: string;
  /** Azure's part of azd's external authentication (Azure/azure-dev, `docs/external-authentication.md`). */
  issue(request: Request): Answer;
  /** Whether a request carries a token that was issued here and is still good. */
  admits(request: Request): boolean;
}

export function createTokens(signIn: SignIn): Tokens {
  const key = randomUUID();
  const issued = new Map<string, number>();
  return {
    key,
    issue({ headers }) {
      if (headers.authorization !== `Bearer ${key}`) return { status: 401, body: {} };
      if (signIn.refused !== undefined)
        return ok({ status: 'error', code: 'UnauthorizedAccess', message: signIn.refused });
      const expiry = Date.now() + signIn.minutes * 60_000;
      const token = tokenFor(expiry);
      issued.set(token, expiry);
      return ok({ status: 'success', token, expiresOn: new Date(expiry).toISOString() });
    },
    admits({ headers }) {
      const expiry = issued.get((headers.authorization ?? '').replace(/^Bearer /, ''));
      return expiry !== undefined && expiry > Date.now();
    },
  };
}

/** A JSON Web Token whose signature nobody checks. */
function tokenFor(expiry: number): string {
  const claims = {
    tid: tenant,
    oid: '33333333-4444-5555-6666-777777777777',
    unique_name: 'cook@example.com',
    name: 'Cook',
    exp: Math.floor(expiry / 1000),
    jti: randomUUID(),
  };
  return [{ alg: 'none', typ: 'JWT' }, claims, 'unsigned'].map(encode).join('.');
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
