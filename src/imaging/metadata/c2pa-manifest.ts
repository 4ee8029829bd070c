/** The active C2PA manifest of an image and whether it holds for these bytes. Source: C2PA specification 2.1, read with @trustnxt/c2pa-ts. */
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { ActionAssertion, DataHashAssertion, ManifestStore, ValidationResult, type Manifest } from '@trustnxt/c2pa-ts/manifest';
import type { ContentCredentials } from './c2pa.ts';
import { softBindingOf } from './soft-binding.ts';

/** Whether the certificate is in force today is no property of the file, and evidence must not depend on the day. */
const IGNORED = new Set<string>(['signingCredential.expired', 'timeStamp.untrusted']);

/** Undefined: no manifest. One that cannot be read does not hold. */
export async function readManifest(bytes: Uint8Array, format: 'jpeg' | 'png'): Promise<ContentCredentials | undefined> {
  let jumbf: Uint8Array | undefined;
  let asset: JPEG | PNG;
  try {
    asset = format === 'jpeg' ? new JPEG(bytes) : new PNG(bytes);
    jumbf = asset.getManifestJUMBF();
  } catch {
    return undefined; // the container itself is damaged; decoding says so
  }
  return jumbf && opened(jumbf, (store, manifest) => describe(store, manifest, asset));
}

/** A manifest store without its image. It holds where the signature is right and every assertion is the one that was signed; the hash of the image cannot be asked. */
export async function readStripped(manifest: Uint8Array): Promise<ContentCredentials> {
  return opened(manifest, async (store, active) => {
    const { failures, ...rest } = await describe(store, active, new PNG(NO_IMAGE));
    const others = failures.filter((code) => code !== 'assertion.dataHash.mismatch');
    return { ...rest, failures: others, holds: others.length === 0 };
  });
}

/** A PNG without pixels, for its container alone: the library wants an image to validate. */
const NO_IMAGE = Buffer.from('89504e470d0a1a0a0000000049454e44ae426082', 'hex');

async function opened(jumbf: Uint8Array, read: (store: ManifestStore, active: Manifest) => Promise<ContentCredentials>): Promise<ContentCredentials> {
  try {
    const store = ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(jumbf)));
    const manifest = store.getActiveManifest();
    return manifest ? await read(store, manifest) : unreadable('claim.missing');
  } catch (error) {
    return unreadable(...failuresOf(ValidationResult.fromError(error as Error)));
  }
}

async function describe(store: ManifestStore, manifest: Manifest, asset: JPEG | PNG): Promise<ContentCredentials> {
  const failures = new Set(failuresOf(await store.validate(asset)));
  const assertions = manifest.assertions?.assertions ?? [];
  // The library looks at the pixels' hash only when all else is right; what an editor did is worth knowing in any case.
  for (const binding of assertions.filter((one) => one instanceof DataHashAssertion)) {
    for (const code of failuresOf(await binding.validateAgainstAsset(asset))) failures.add(code);
  }
  const signer = manifest.signature?.signatureData.certificate?.subject;
  return {
    claimGenerator: [manifest.claim?.claimGeneratorName, manifest.claim?.claimGeneratorVersion].filter(Boolean).join(' '),
    ...(signer ? { signer } : {}),
    actions: assertions.filter((one) => one instanceof ActionAssertion).flatMap(({ actions }) => actions.map(({ action, digitalSourceType, softwareAgent }) => ({
      action,
      ...(digitalSourceType ? { digitalSourceType } : {}),
      ...(softwareAgent?.name ? { softwareAgent: softwareAgent.name } : {}),
    }))),
    softBindings: assertions.flatMap((one) => softBindingOf(one) ?? []),
    holds: failures.size === 0,
    failures: [...failures].sort(),
  };
}

function failuresOf({ statusEntries }: ValidationResult): string[] {
  return statusEntries.filter(({ success, code }) => success === false && !IGNORED.has(code)).map(({ code }) => code);
}

function unreadable(...failures: readonly string[]): ContentCredentials {
  return { claimGenerator: '', actions: [], softBindings: [], holds: false, failures: failures.length > 0 ? [...failures] : ['general.error'] };
}
