/** What a stored manifest says, without its image. */
import type { ProvenanceFact } from '../../core/provenance.ts';
import { recoveredFacts } from '../../imaging/metadata/credential-facts.ts';
import { readStripped } from '../../imaging/metadata/c2pa-manifest.ts';

export interface ManifestInput {
  /** JUMBF. */
  readonly manifest: Uint8Array;
}

export interface ManifestOutput {
  readonly facts: readonly ProvenanceFact[];
}

export async function readManifest({ manifest }: ManifestInput): Promise<ManifestOutput> {
  return { facts: recoveredFacts(await readStripped(manifest)) };
}
