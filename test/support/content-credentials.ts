/** Signs images with Content Credentials, as a generating program would: its own authority, its own certificate. */
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { CoseAlgorithmIdentifier, LocalSigner } from '@trustnxt/c2pa-ts/cose';
import { ActionAssertion, ActionType, DataHashAssertion, ManifestStore, type DigitalSourceType } from '@trustnxt/c2pa-ts/manifest';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2050-01-01') } as const;

async function makeSigner(): Promise<LocalSigner> {
  const make = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const [root, leaf] = [await make(), await make()];
  const authority = 'CN=Test authority, O=Touchstone';
  const rootCertificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01', name: authority, ...VALID, keys: root, signingAlgorithm: ECDSA,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true), await x509.SubjectKeyIdentifierExtension.create(root.publicKey)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '02', subject: 'CN=Test generator, O=Touchstone', issuer: authority, ...VALID, publicKey: leaf.publicKey, signingKey: root.privateKey, signingAlgorithm: ECDSA,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true), new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection]),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey),
    ],
  });
  return new LocalSigner(new Uint8Array(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey)), CoseAlgorithmIdentifier.ES256, certificate, [rootCertificate]);
}

/** @param digitalSourceType last part of IPTC's address, e.g. `trainedAlgorithmicMedia`. */
export async function signImage(bytes: Uint8Array, format: 'jpeg' | 'png', digitalSourceType: string): Promise<Uint8Array> {
  const signer = await makeSigner();
  const asset = format === 'jpeg' ? new JPEG(bytes) : new PNG(bytes);
  const store = new ManifestStore();
  const manifest = store.createManifest({ assetFormat: `image/${format}`, instanceID: 'xmp:iid:00000000-0000-4000-8000-000000000001', defaultHashAlgorithm: 'SHA-256', signer });
  if (manifest.claim) manifest.claim.claimGeneratorName = 'Test generator';
  const binding = DataHashAssertion.create('SHA-256');
  manifest.addAssertion(binding);
  const made = new ActionAssertion();
  made.actions.push({ action: ActionType.C2paCreated, digitalSourceType: `http://cv.iptc.org/newscodes/digitalsourcetype/${digitalSourceType}` as DigitalSourceType, softwareAgent: { name: 'Test model' } });
  manifest.addAssertion(made);
  await asset.ensureManifestSpace(store.measureSize());
  await binding.updateWithAsset(asset);
  await manifest.sign(signer);
  await asset.writeManifestJUMBF(store.getBytes());
  return asset.getDataRange();
}
