/** The active C2PA manifest of an image and whether it holds for these bytes. Source: C2PA specification 2.1, read with @trustnxt/c2pa-ts. */
import { JPEG, PNG } from '@trustnxt/c2pa-ts/asset';
import { SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { ActionAssertion, DataHashAssertion, ManifestStore, ValidationResult, type Manifest } from '@trustnxt/c2pa-ts/manifest';
import type { ContentCredentials } from './c2pa.ts';

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
  if (!jumbf) return undefined;
  try {
    const store = ManifestStore.read(SuperBox.fromBuffer(new Uint8Array(jumbf)));
    const manifest = store.getActiveManifest();
    if (!manifest) return unreadable('claim.missing');
    return await describe(store, manifest, asset);
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
    holds: failures.size === 0,
    failures: [...failures].sort(),
  };
}

function failuresOf({ statusEntries }: ValidationResult): string[] {
  return statusEntries.filter(({ success, code }) => success === false && !IGNORED.has(code)).map(({ code }) => code);
}

function unreadable(...failures: readonly string[]): ContentCredentials {
  return { claimGenerator: '', actions: [], holds: false, failures: failures.length > 0 ? [...failures] : ['general.error'] };
}
