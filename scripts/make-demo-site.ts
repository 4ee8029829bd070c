/**
 * Makes what the demo account watches, src/demo/site: pictures of an invented shop and an invented newspaper that show some of its registered
 * pictures (resized, cropped, darker), one that is not registered but names its credit line, and one that has nothing to do with it.
 *
 *   node scripts/make-demo-site.ts
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import sharp, { type Sharp } from 'sharp';
import { encodeJpeg, photo } from '../test/support/synthetic.ts';

const MEDIA = new URL('../src/demo/media/', import.meta.url);
const FOLDER = new URL('../src/demo/site/', import.meta.url);

const registered = async (file: string): Promise<Sharp> => sharp(await readFile(new URL(file, MEDIA)));
const save = (name: string, bytes: Uint8Array): Promise<void> => writeFile(new URL(name, FOLDER), bytes);

await mkdir(FOLDER, { recursive: true });
await save('poster.jpeg', await (await registered('tour-eiffel.jpeg')).resize(640).modulate({ brightness: 0.94 }).jpeg({ quality: 72 }).toBuffer());
const bridge = await registered('brooklyn-bridge.jpeg');
const { width, height } = await bridge.metadata();
await save('banner.jpeg', await bridge.extract({ left: Math.round(width * 0.1), top: Math.round(height * 0.15), width: Math.round(width * 0.75), height: Math.round(height * 0.6) }).resize(620).jpeg({ quality: 74 }).toBuffer());
await save('unregistered.jpeg', await sharp(await encodeJpeg(photo('a place nobody registered', 480, 360), 90)).withExif({ IFD0: { Artist: 'API Demo Agency', Copyright: 'API Demo Agency' } }).jpeg({ quality: 76 }).toBuffer());
await save('elsewhere.jpeg', new Uint8Array(await encodeJpeg(photo('quite another place', 480, 360), 76)));
await save('issue.pdf', await issue(await (await registered('montmartre.jpeg')).resize(700).jpeg({ quality: 78 }).toBuffer()));

/** A newspaper of two pages; the second shows the picture. */
async function issue(picture: Uint8Array): Promise<Buffer> {
  const words = 'The text of this page is invented, and so is the paper. It is here so that a picture has something to stand in. ';
  const doc = new PDFDocument({ size: 'A4', margin: 48, info: { CreationDate: new Date(0), Title: 'The Invented Courier' } });
  const done = buffer(doc);
  doc.fontSize(34).text('The Invented Courier').moveDown().fontSize(11).text(words.repeat(14), { columns: 2, align: 'justify' });
  doc.addPage().fontSize(22).text('On the hill').moveDown().image(Buffer.from(picture), { width: 330 }).moveDown().fontSize(11).text(words.repeat(6), { align: 'justify' });
  doc.end();
  return done;
}
