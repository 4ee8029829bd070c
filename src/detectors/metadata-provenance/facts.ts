/** Metadata fields and credentials → facts about the origin. */
import type { OriginClaim, ProvenanceFact } from '../../core/provenance.ts';
import type { ContentCredentials } from '../../imaging/metadata/c2pa.ts';
import type { MetadataField } from '../../imaging/metadata/field.ts';
import { generatorOf } from './generators.ts';

/** Characters of a value that are shown. */
const SHOWN = 400;
const SOURCE_TYPE = /digitalSourceType$/i;
const EDITOR_FIELD = /^(Software|ProcessingSoftware|xmp:CreatorTool|OriginatingProgram|ProgramVersion|stEvt:softwareAgent|photoshop:History|HostComputer|tiff:Software)$/;
const CAMERA_FIELD = /^(Make|Model|LensModel|BodySerialNumber|DateTimeOriginal|MakerNote)$/;

/** What a word of IPTC's list says; the list is cv.iptc.org/newscodes/digitalsourcetype. */
const SAYS: Readonly<Record<string, OriginClaim>> = {
  trainedAlgorithmicMedia: 'generated', trainedAlgorithmicData: 'generated',
  compositeWithTrainedAlgorithmicMedia: 'composite', compositeSynthetic: 'composite',
};

export function factsOf(fields: readonly MetadataField[], credentials: ContentCredentials | undefined): ProvenanceFact[] {
  return [...(credentials ? credentialFacts(credentials) : []), ...fields.flatMap(fieldFacts)];
}

function fieldFacts(field: MetadataField): ProvenanceFact[] {
  const { container, name, value } = field;
  const where = `${container} ${name}`;
  if (SOURCE_TYPE.test(name)) return [{ kind: 'digital-source-type', field: where, value: shown(value), ...claim(value) }];
  const program = generatorOf(field);
  if (program) return [{ kind: 'generator', field: `${where} (${program})`, value: shown(value), says: 'generated' }];
  if (container === 'EXIF' && CAMERA_FIELD.test(name)) return [{ kind: 'camera', field: where, value: shown(value) }];
  if (EDITOR_FIELD.test(name) || container === 'JPEG segment') return [{ kind: 'editor', field: where, value: shown(value) }];
  return [];
}

function credentialFacts({ claimGenerator, signer, actions, holds, failures }: ContentCredentials): ProvenanceFact[] {
  const fact = (field: string, value: string, says?: OriginClaim): ProvenanceFact => ({ kind: 'c2pa', field: `C2PA ${field}`, value: shown(value), ...(says ? { says } : {}), holds });
  return [
    fact('validation', holds ? 'the signature and the hash of the image hold; the signer was checked against no trust list' : `broken: ${failures.join(', ')}`),
    ...(claimGenerator ? [fact('claim generator', claimGenerator)] : []),
    ...(signer ? [fact('signer', signer)] : []),
    ...actions.map(({ action, digitalSourceType, softwareAgent }) =>
      fact(action, [digitalSourceType, softwareAgent].filter(Boolean).join(', ') || action, digitalSourceType ? claim(digitalSourceType).says : undefined)),
  ];
}

function claim(sourceType: string): { readonly says?: OriginClaim } {
  const says = SAYS[sourceType.trim().split('/').at(-1) ?? ''];
  return says ? { says } : {};
}

function shown(value: string): string {
  return value.length <= SHOWN ? value : `${value.slice(0, SHOWN - 1)}…`;
}
