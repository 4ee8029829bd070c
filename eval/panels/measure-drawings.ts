/**
 * How much of drawings, which hold nothing to be examined, is examined all the same.
 * Usage: node eval/panels/measure-drawings.ts [COUNT PER KIND] [FAILURES-OUT]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { image } from '../../src/core/image.ts';
import { seededRandom } from '../../src/core/random.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { DRAWINGS, drawing } from './drawings.ts';

const [countArgument = '2', failures] = process.argv.slice(2);
if (failures) mkdirSync(failures, { recursive: true });
let clean = 0;
let all = 0;
for (const kind of Object.keys(DRAWINGS)) {
  for (let i = 0; i < Number(countArgument); i++) {
    const random = seededRandom(`${kind}/${i}`);
    const scaled = sharp(Buffer.from(drawing(kind, random))).resize({ width: [900, 1280, 640][i % 3] ?? 900 }).removeAlpha();
    const file = i % 2 ? await scaled.jpeg({ quality: 70 + random.int(25) }).toBuffer() : await scaled.png().toBuffer();
    const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    const panels = findPanels(image(info.width, info.height, 3, new Uint8Array(data)), 'f1');
    const examined = panels.filter((panel) => panel.examined);
    const share = examined.reduce((sum, { box }) => sum + box.width * box.height, 0) / (info.width * info.height);
    all++;
    if (examined.length === 0) clean++;
    else console.log(`${kind} ${i} ${info.width}×${info.height} ${i % 2 ? 'jpeg' : 'png'}: ${examined.map((p) => p.class).join(' ')}, ${(100 * share).toFixed(0)} % of the area`);
    if (examined.length && failures) writeFileSync(`${failures}/${kind.replaceAll(' ', '-')}-${i}.${i % 2 ? 'jpg' : 'png'}`, file);
  }
}
console.log(`nothing examined in ${clean} of ${all} drawings`);
