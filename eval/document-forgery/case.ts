/** One forged page and its untouched twin, both through the same re-encodings. */
import sharp from 'sharp';
import type { Box } from '../../src/core/geometry.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { between, pick } from '../../test/support/random.ts';
import { fromSharp, toSharp } from '../watermark/raster.ts';
import { EDITS, forge, groundOf, type EditName } from './edits.ts';
import type { PageClass, PageSource } from './sources.ts';

export const POSTS = ['png', 'jpeg95', 'jpeg90', 'jpeg85', 'jpeg75', 'webp85', 'resize-jpeg90', 'jpeg90-twice'] as const;
export type PostName = (typeof POSTS)[number];

export interface ForgeryCase {
  readonly id: string;
  readonly class: PageClass;
  readonly source: string;
  readonly edit: EditName;
  readonly post: PostName;
  /** Encoded; the format by its content. */
  readonly forged: Uint8Array;
  readonly clean: Uint8Array;
  /** px of the encoded page. */
  readonly boxes: readonly Box[];
}

export interface CaseOptions {
  readonly seed: number;
  /** First case. Default 0. */
  readonly from?: number;
  readonly count: number;
  /** Absent = both. */
  readonly only?: PageClass;
}

/** What is done to photographs: they have no words. */
const PHOTO_EDITS = ['splice', 'clone', 'splice', 'inpaint', 'splice', 'erase'] as const satisfies readonly EditName[];
/** Objects are cut out of photographs, words out of pages in rectangles. */
const OUTLINED: Readonly<Record<PageClass, number>> = { receipt: 0, photo: 0.5 };

/** Case n is the same whatever the count. Receipts and photographs take turns, edits and re-encodings go round. */
export async function* makeCases(sources: readonly PageSource[], { seed, from = 0, count, only }: CaseOptions): AsyncGenerator<ForgeryCase> {
  for (let n = from; n < from + count; n++) {
    const random = seededRandom(`document-forgery/${seed}/${n}`);
    const kind: PageClass = n % 2 === 0 ? 'receipt' : 'photo';
    if (only !== undefined && kind !== only) continue;
    const own = sources.filter((source) => source.class === kind);
    const edits = kind === 'photo' ? PHOTO_EDITS : EDITS;
    const edit = edits[(n >> 1) % edits.length] ?? 'clone';
    const source = own[Math.floor(n / 2) % own.length];
    const made = source && await makeCase(source, pick(random, own.filter((other) => other !== source)), { edit, post: POSTS[Math.floor(n / 2 + n / 12) % POSTS.length] ?? 'png', random });
    if (made) yield { ...made, id: `${n}` };
  }
}

interface Recipe {
  readonly edit: EditName;
  readonly post: PostName;
  readonly random: Random;
}

async function makeCase(source: PageSource, donor: PageSource, { edit, post, random }: Recipe): Promise<Omit<ForgeryCase, 'id'> | undefined> {
  const base = await readPage(source, random);
  const edited = await forge(edit, groundOf(base, await readPage(donor, random), random, OUTLINED[source.class]));
  if (!edited) return undefined;
  const zoom = post === 'resize-jpeg90' ? between(random, 0.6, 0.9) : 1;
  const [forged, clean] = [await through(edited.rgb, post, zoom), await through(base, post, zoom)];
  const boxes = edited.boxes.map(({ x, y, width, height }) => ({ x: x * zoom, y: y * zoom, width: width * zoom, height: height * zoom }));
  return { class: source.class, source: source.name, edit, post, forged, clean, boxes };
}

/** Half of them cut off the block grid, half reduced; then at most 1.2 Mpx (photographs 0.5 Mpx). */
async function readPage({ file, class: kind }: PageSource, random: Random): Promise<RgbImage> {
  const { width = 1, height = 1 } = await sharp(file).metadata();
  const left = random.next() < 0.5 ? 0 : 1 + random.int(7);
  const top = random.next() < 0.5 ? 0 : 1 + random.int(7);
  const reduce = random.next() < 0.5 ? between(random, 0.65, 0.95) : 1;
  const limit = Math.sqrt((kind === 'photo' ? 0.5e6 : 1.2e6) / (width * height));
  const crops = limit < 0.7 && reduce === 1; // a large photograph is cut, so that its own grid stays
  const zoom = crops ? 1 : Math.min(reduce, limit);
  const whole = { left, top, width: width - left, height: height - top };
  const cut = crops ? { left: left + 8 * random.int(Math.max(1, (width * (1 - limit)) >> 4)), top: top + 8 * random.int(Math.max(1, (height * (1 - limit)) >> 4)), width: Math.floor(width * limit) - 8, height: Math.floor(height * limit) - 8 } : whole;
  const page = sharp(file).removeAlpha().extract(cut);
  return fromSharp(zoom === 1 ? page : page.resize(Math.round(cut.width * zoom)));
}

async function through(rgb: RgbImage, post: PostName, zoom: number): Promise<Uint8Array> {
  const page = toSharp(rgb);
  switch (post) {
    case 'png': return page.png({ compressionLevel: 2 }).toBuffer();
    case 'webp85': return page.webp({ quality: 85 }).toBuffer();
    case 'resize-jpeg90': return page.resize(Math.round(rgb.width * zoom)).jpeg({ quality: 90 }).toBuffer();
    case 'jpeg90-twice': return sharp(await page.jpeg({ quality: 90 }).toBuffer()).jpeg({ quality: 90 }).toBuffer();
    default: return page.jpeg({ quality: Number(post.slice(4)) }).toBuffer();
  }
}
