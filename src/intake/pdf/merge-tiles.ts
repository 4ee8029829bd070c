import type { RgbImage } from '../../core/image.ts';
import { encodePng } from '../../imaging/codecs/encode.ts';
import type { DraftFigure } from '../read-file.types.ts';
import type { Candidate } from './candidates.ts';
import { nativePixels } from './image-object.ts';
import type { OpenPage } from './page.ts';
import type { PdfDocument } from './pdfium.ts';
import { filledBox, findSeams, groupsOf, joinTiles, judgeSeam, type Seam } from './tiles.ts';

export interface Merged {
  readonly figures: readonly DraftFigure[];
  /** Candidates that are part of none of them. */
  readonly rest: readonly Candidate[];
}

/** Joins candidates that abut and whose pictures go on across the seams. Panels set edge to edge stay apart: their seams are broken. */
export async function mergeTiles(document: PdfDocument, page: OpenPage, candidates: readonly Candidate[], maxPixels: number): Promise<Merged> {
  const tiles = candidates.map(({ box, toPage, facts: { width, height } }) => ({ box, toPage, width, height }));
  const seams = findSeams(tiles);
  const merged = new Set<number>();
  const figures: DraftFigure[] = [];
  for (const group of groupsOf(seams)) {
    const area = group.reduce((sum, i) => sum + (tiles[i]?.width ?? 0) * (tiles[i]?.height ?? 0), 0);
    if (area > maxPixels) continue;
    const pixels = new Map(group.map((i) => [i, pixelsOf(document, page, candidates[i])] as const));
    for (const { members, box } of continuousGroups(seams, pixels, candidates)) {
      const placed = members.flatMap((i) => {
        const [tile, image] = [tiles[i], pixels.get(i)];
        return tile && image ? [{ ...tile, image }] : [];
      });
      const image = joinTiles(placed, box);
      figures.push({ page: page.number, pageBox: box, width: image.width, height: image.height, source: 'merged-tiles', bytes: await encodePng(image), format: 'png', notes: [] });
      for (const member of members) merged.add(member);
    }
  }
  return { figures, rest: candidates.filter((_, i) => !merged.has(i)) };
}

function pixelsOf(document: PdfDocument, page: OpenPage, candidate: Candidate | undefined): RgbImage | undefined {
  return candidate && nativePixels(document, page, candidate.handle, candidate.facts)?.image;
}

/** Groups whose tiles fill a rectangle, with at least one seam that shows one picture going on. */
function continuousGroups(seams: readonly Seam[], pixels: ReadonlyMap<number, RgbImage | undefined>, candidates: readonly Candidate[]): readonly { readonly members: readonly number[]; readonly box: NonNullable<ReturnType<typeof filledBox>> }[] {
  const judged = seams.flatMap((seam) => {
    const [first, second] = [pixels.get(seam.first), pixels.get(seam.second)];
    return first && second ? [{ seam, verdict: judgeSeam(first, second, seam.direction) }] : [];
  });
  const unbroken = judged.filter(({ verdict }) => verdict !== 'broken').map(({ seam }) => seam);
  return groupsOf(unbroken).flatMap((members) => {
    const proven = judged.some(({ seam, verdict }) => verdict === 'continuous' && members.includes(seam.first));
    const box = filledBox(members.flatMap((i) => candidates[i]?.box ?? []));
    return proven && box ? [{ members, box }] : [];
  });
}
