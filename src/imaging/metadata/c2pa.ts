/** Content Credentials of an image. Source: C2PA specification 2.1. */
import type { ImageFormat } from '../../core/media.ts';
import type { SoftBinding } from './soft-binding.ts';

export interface ContentCredentials {
  /** The program that made the claim. */
  readonly claimGenerator: string;
  /** Subject of the signing certificate. No trust list is asked: anybody can make a certificate. */
  readonly signer?: string;
  readonly actions: readonly { readonly action: string; readonly digitalSourceType?: string; readonly softwareAgent?: string }[];
  /** Marks in the pixels by which the manifest is found again. */
  readonly softBindings: readonly SoftBinding[];
  /** The signature is right, every assertion is the one that was signed, and the bytes of the image are those that were signed. */
  readonly holds: boolean;
  /** What does not hold, as codes of the specification (§15.2.2), e.g. `assertion.dataHash.mismatch`; sorted. */
  readonly failures: readonly string[];
}

/** What a container that holds a manifest must have in it: the box type of its segments (JPEG), the name of its chunk (PNG). */
const TRACE = { jpeg: 'jumb', png: 'caBX' } as const;

/**
 * Undefined: no manifest, or a container in which none can be looked for. A manifest that cannot be read does not hold.
 * The library that reads manifests is large and few images have one: it is loaded for those.
 */
export async function readCredentials(bytes: Uint8Array, format: ImageFormat): Promise<ContentCredentials | undefined> {
  if (format !== 'jpeg' && format !== 'png') return undefined;
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(TRACE[format], 0, 'latin1')) return undefined;
  const { readManifest } = await import('./c2pa-manifest.ts');
  return readManifest(bytes, format);
}
