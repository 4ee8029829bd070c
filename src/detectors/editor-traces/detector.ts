/**
 * Editor traces: programs named in the metadata, and quantisation tables that no camera of ours and no standard coder writes.
 *
 * Facts for people; an editor may have cropped, turned or saved. They never make a page fake by themselves. Blind to stripped metadata.
 * Sources: Exif 2.32; ISO 16684-1 (XMP history); tables after Kornblum, Digital Investigation 5, 2008, doi:10.1016/j.diin.2008.05.004.
 */
import { readMetadata } from '../../imaging/metadata/read-metadata.ts';
import { definePageDetector } from '../detector.ts';
import { standardQuality } from './standard-tables.ts';

const FIELD = /^(Software|ProcessingSoftware|xmp:CreatorTool|OriginatingProgram|stEvt:softwareAgent|photoshop:History|tiff:Software|APP12|APP13)$/;
const EDITOR = /photoshop|gimp|affinity|paint|pixelmator|lightroom|snapseed|picsart|canva|acrobat|inkscape|imagemagick|ducky|faceapp|meitu/i;
const SHOWN = 120;

export default definePageDetector({
  name: 'editor-traces', version: 1, finds: [], params: {},

  async detect({ bytes, format, steps: table }) {
    const fields = (await readMetadata(bytes, format)).filter(({ name, value }) => FIELD.test(name) && EDITOR.test(value));
    const quality = table ? standardQuality(table) : undefined;
    if (fields.length === 0 && !table) return { abstain: 'no-traces' };
    return {
      measures: {
        editorFields: { value: fields.length, unit: '1' },
        ...(table ? { standardTable: { value: quality === undefined ? 0 : 1, unit: '1' as const } } : {}),
        ...(quality === undefined ? {} : { quality: { value: quality, unit: '1' as const } }),
      },
      notes: [...new Set(fields.map(({ container, name, value }) => `${container} ${name}: ${value.slice(0, SHOWN)}`))],
    };
  },
});
