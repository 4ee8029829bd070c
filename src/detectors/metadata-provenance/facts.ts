/** Metadata fields and credentials → facts about the origin. */
import type { ProvenanceFact } from '../../core/provenance.ts';
import type { ContentCredentials } from '../../imaging/metadata/c2pa.ts';
import { claimOf, credentialFacts, shown } from '../../imaging/metadata/credential-facts.ts';
import type { MetadataField } from '../../imaging/metadata/field.ts';
import { generatorOf } from './generators.ts';

const SOURCE_TYPE = /digitalSourceType$/i;
const EDITOR_FIELD = /^(Software|ProcessingSoftware|xmp:CreatorTool|OriginatingProgram|ProgramVersion|stEvt:softwareAgent|photoshop:History|HostComputer|tiff:Software)$/;
const CAMERA_FIELD = /^(Make|Model|LensModel|BodySerialNumber|DateTimeOriginal|MakerNote)$/;

export function factsOf(fields: readonly MetadataField[], credentials: ContentCredentials | undefined): ProvenanceFact[] {
  return [...(credentials ? credentialFacts(credentials) : []), ...fields.flatMap(fieldFacts)];
}

function fieldFacts(field: MetadataField): ProvenanceFact[] {
  const { container, name, value } = field;
  const where = `${container} ${name}`;
  if (SOURCE_TYPE.test(name)) return [{ kind: 'digital-source-type', field: where, value: shown(value), ...claimOf(value) }];
  const program = generatorOf(field);
  if (program) return [{ kind: 'generator', field: `${where} (${program})`, value: shown(value), says: 'generated' }];
  if (container === 'EXIF' && CAMERA_FIELD.test(name)) return [{ kind: 'camera', field: where, value: shown(value) }];
  if (EDITOR_FIELD.test(name) || container === 'JPEG segment') return [{ kind: 'editor', field: where, value: shown(value) }];
  return [];
}
