/** What Content Credentials say, as facts about the origin. */
import type { OriginClaim, ProvenanceFact } from '../../core/provenance.ts';
import type { ContentCredentials } from './c2pa.ts';

/** Characters of a value that are shown. */
const SHOWN = 400;

/** What a word of IPTC's list says; the list is cv.iptc.org/newscodes/digitalsourcetype. */
const SAYS: Readonly<Record<string, OriginClaim>> = {
  trainedAlgorithmicMedia: 'generated', trainedAlgorithmicData: 'generated',
  compositeWithTrainedAlgorithmicMedia: 'composite', compositeSynthetic: 'composite',
};

/** Of a manifest that was found again without its image. */
export function recoveredFacts(credentials: ContentCredentials): ProvenanceFact[] {
  return credentialFacts(credentials, 'the signature holds; the bytes that were signed are not at hand, and the signer was checked against no trust list');
}

export function credentialFacts({ claimGenerator, signer, actions, softBindings, holds, failures }: ContentCredentials, whole = 'the signature and the hash of the image hold; the signer was checked against no trust list'): ProvenanceFact[] {
  const fact = (field: string, value: string, says?: OriginClaim): ProvenanceFact => ({ kind: 'c2pa', field: `C2PA ${field}`, value: shown(value), ...(says ? { says } : {}), holds });
  return [
    fact('validation', holds ? whole : `broken: ${failures.join(', ')}`),
    ...(claimGenerator ? [fact('claim generator', claimGenerator)] : []),
    ...(signer ? [fact('signer', signer)] : []),
    ...actions.map(({ action, digitalSourceType, softwareAgent }) =>
      fact(action, [digitalSourceType, softwareAgent].filter(Boolean).join(', ') || action, digitalSourceType ? claimOf(digitalSourceType).says : undefined)),
    ...softBindings.map(({ algorithm, value }) => fact('soft binding', `${algorithm} ${value}`)),
  ];
}

/** What an address of IPTC's list says of the image. */
export function claimOf(sourceType: string): { readonly says?: OriginClaim } {
  const says = SAYS[sourceType.trim().split('/').at(-1) ?? ''];
  return says ? { says } : {};
}

export function shown(value: string): string {
  return value.length <= SHOWN ? value : `${value.slice(0, SHOWN - 1)}…`;
}
