import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate and its key, in PEM. */
export interface Certified {
  certificate: string;
  key: string;
}

const day = 86_400_000;

/** ASN.1 tags of what a certificate is made of (ITU-T X.690). */
const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  utf8: 12,
  utcTime: 23,
  sequence: 48,
  set: 49,
};
/** Object identifiers, already encoded. */
const ids = { ecdsaWithSha256: '2a8648ce3d040302', commonName: '550403', constraints: '551d13', names: '551d11' };

/**
 * A certificate for hosts, signed by itself, good for a day, and its own authority, so that a client which is told to
 * trust it needs no other (RFC 5280).
 */
export function certify(hosts: readonly string[]): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(ids.ecdsaWithSha256));
  const name = sequence(encode(tags.set, sequence(oid(ids.commonName), encode(tags.utf8, Buffer.from('stand-in')))));
  const body = sequence(
    encode(0xa0, encode(tags.integer, Buffer.from([2]))),
    // A leading 1, because the number is positive.
    encode(tags.integer, Buffer.from([1]), randomBytes(8)),
    algorithm,
    name,
    sequence(utcTime(Date.now() - day), utcTime(Date.now() + day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    encode(0xa3, sequence(authority(), alternativeNames(hosts))),
  );
  const signature = encode(tags.bitString, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    certificate: pem('CERTIFICATE', sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function authority(): Buffer {
  const yes = encode(tags.boolean, Buffer.from([0xff]));
  return sequence(oid(ids.constraints), yes, encode(tags.octetString, sequence(yes)));
}

function alternativeNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) => encode(0x82, Buffer.from(host)));
  return sequence(oid(ids.names), encode(tags.octetString, sequence(...names)));
}

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return encode(tags.utcTime, Buffer.from(`${digits}Z`));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return encode(tags.sequence, ...parts);
}

function oid(hex: string): Buffer {
  return encode(tags.oid, Buffer.from(hex, 'hex'));
}

/** Tag, length, content. A length above 127 says first in how many bytes it is. */
function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
