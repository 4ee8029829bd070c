/**
 * Who the server signs Content Credentials as: a key and certificates of its own, made on first use and kept as `kept-secret.ts` says.
 * The authority above the signer is made for it and its key is thrown away: nobody vouches for these certificates but the server that shows them.
 */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { IntegrityError } from '../../core/errors.ts';
import type { SigningIdentity } from '../../imaging/metadata/sign-credentials.ts';
import type { Store } from '../../store/store.ts';
import { keptSecret, type KeyPlace } from '../kept-secret.ts';

const ED25519 = { name: 'Ed25519' } as const;
const DAY = 86_400_000;
/** Old signatures must stay readable: their certificates lie in the files, and in force when they were made is enough. */
const YEARS = 20;
const identities = new Map<string, Promise<SigningIdentity>>();

/** @param open is called only where it lies in the database. @throws {IntegrityError} what is kept is no identity. */
export function signingIdentity(place: KeyPlace, open: () => Promise<Store> | Store, clock: () => Date): Promise<SigningIdentity> {
  const name = `${place.databaseUrl ?? ''}\n${place.dataDir}`;
  const known = identities.get(name);
  if (known) return known;
  const made = keptSecret({ file: 'credentials-key.pem', setting: 'credentials-key', make: () => newIdentity(clock()) }, place, open).then(readIdentity);
  identities.set(name, made);
  made.catch(() => identities.delete(name));
  return made;
}

/** PEM: the private key, the signer's certificate, the one above it. @throws {IntegrityError} */
export function readIdentity(pem: string): SigningIdentity {
  const [privateKey, ...certificates] = x509.PemConverter.decode(pem).map((der) => new Uint8Array(der));
  if (!pem.includes('PRIVATE KEY') || !privateKey || certificates.length === 0) throw new IntegrityError('key/invalid', 'the key that signs Content Credentials cannot be read; put back the one that was saved');
  return { privateKey, certificates };
}

export async function newIdentity(now: Date): Promise<string> {
  const [authority, own] = [await newKeys(), await newKeys()];
  const valid = { notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + YEARS * 365 * DAY) };
  const { KeyUsageFlags: use } = x509;
  const above = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01', name: 'CN=Touchstone server (own authority)', ...valid, keys: authority, signingAlgorithm: ED25519,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.KeyUsagesExtension(use.keyCertSign, true), await x509.SubjectKeyIdentifierExtension.create(authority.publicKey)],
  });
  const signer = await x509.X509CertificateGenerator.create({
    serialNumber: '02', subject: 'CN=Touchstone server, O=self-signed', issuer: above.subject, ...valid, publicKey: own.publicKey, signingKey: authority.privateKey, signingAlgorithm: ED25519,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true), new x509.KeyUsagesExtension(use.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection]), await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY');
  return [key, signer.toString('pem'), above.toString('pem'), ''].join('\n');
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(ED25519, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
