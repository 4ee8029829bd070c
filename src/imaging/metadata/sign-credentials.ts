/** Gives a JPEG or PNG a C2PA manifest: what was done to it, and the mark by which the manifest is found again. Source: C2PA specification 2.1, written with @trustnxt/c2pa-ts. */
import { createHash } from 'node:crypto';
import { X509Certificate } from '@peculiar/x509';
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { CoseAlgorithmIdentifier, LocalSigner } from '@trustnxt/c2pa-ts/cose';
import { ActionAssertion, ActionType, DataHashAssertion, IngredientAssertion, ManifestStore, RelationshipType, type Manifest } from '@trustnxt/c2pa-ts/manifest';
import { SoftBindingAssertion, type SoftBinding } from './soft-binding.ts';

/** Who signs; plain data, it crosses to workers. */
export interface SigningIdentity {
  /** Ed25519, PKCS#8 DER: its signatures do not depend on chance. */
  readonly privateKey: Uint8Array;
  /** DER: the signer's, then those above it. */
  readonly certificates: readonly Uint8Array[];
}

export interface CredentialClaim {
  readonly generator: string;
  readonly version: string;
  /** Names the image that was opened, whatever its file says: `lmk-jpg-1:…`. */
  readonly original: string;
  readonly binding: SoftBinding;
  /** ms since 1970. */
  readonly now: number;
}

export interface SignedImage {
  readonly bytes: Uint8Array;
  /** The manifest store as it stands in the image (JUMBF). */
  readonly manifest: Uint8Array;
}

/** byte that are kept free for the signature, which takes 64: enough that what is left is still above 255, where CBOR would write its length shorter. */
const SIGNATURE_ROOM = 512;

/** An older manifest in the file gives way: it covered other pixels. The same input gives the same bytes. @throws {Error} the container cannot be taken apart. */
export async function signCredentials(bytes: Uint8Array, format: 'jpeg' | 'png', claim: CredentialClaim, identity: SigningIdentity): Promise<SignedImage> {
  const signer = signerOf(identity);
  // The library writes into the bytes it was given.
  const asset = format === 'jpeg' ? new JPEG(bytes.slice()) : new PNG(bytes.slice());
  const store = new ManifestStore();
  const id = uuidOf(bytes, claim);
  const manifest = store.createManifest({ assetFormat: `image/${format}`, instanceID: `xmp:iid:${id}`, defaultHashAlgorithm: 'SHA-256', signer });
  manifest.label = `urn:uuid:${id}`;
  if (manifest.claim) [manifest.claim.claimGeneratorName, manifest.claim.claimGeneratorVersion] = [claim.generator, claim.version];
  if (manifest.signature) manifest.signature.signatureData.paddingLength = SIGNATURE_ROOM;
  const hash = DataHashAssertion.create('SHA-256');
  manifest.addAssertion(hash);
  addHistory(manifest, format, claim);
  manifest.addAssertion(new SoftBindingAssertion(claim.binding));
  await asset.ensureManifestSpace(store.measureSize());
  await hash.updateWithAsset(asset);
  await manifest.sign(signer);
  const written = store.getBytes();
  await asset.writeManifestJUMBF(written);
  return { bytes: await asset.getDataRange(), manifest: written };
}

/** Opened, then watermarked. */
function addHistory(manifest: Manifest, format: string, { original, generator, version, now }: CredentialClaim): void {
  const parent = IngredientAssertion.create('original', `image/${format}`, original);
  parent.relationship = RelationshipType.ParentOf;
  manifest.addAssertion(parent);
  const agent = { name: generator, version };
  const actions = new ActionAssertion();
  actions.actions.push(
    { action: ActionType.C2paOpened, softwareAgent: agent, parameters: { ingredients: [manifest.createAssertionReference(parent)] } },
    // The library has no field for the time of an action.
    { action: ActionType.C2paWatermarked, softwareAgent: agent, parameters: { 'touchstone.time': new Date(now).toISOString() } },
  );
  manifest.addAssertion(actions);
}

function signerOf({ privateKey, certificates }: SigningIdentity): LocalSigner {
  const [own, ...above] = certificates.map((der) => new X509Certificate(Uint8Array.from(der)));
  if (!own) throw new RangeError('a signer has a certificate');
  return new LocalSigner(Uint8Array.from(privateKey), CoseAlgorithmIdentifier.Ed25519, own, above);
}

/** Of the same file at the same time the same; version 8 of RFC 9562. */
function uuidOf(bytes: Uint8Array, { now, binding }: CredentialClaim): string {
  const digest = createHash('sha256').update(bytes).update(`${now} ${binding.value}`).digest();
  digest[6] = 0x80 | ((digest[6] ?? 0) & 0x0f);
  digest[8] = 0x80 | ((digest[8] ?? 0) & 0x3f);
  const hex = digest.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
