/** The images of a page that may become figures, sorted out before a pixel is decoded. */
import type { IntakeLimits } from '../read-file.types.ts';
import { inspectImage, measureImage, streamBytes, type ImageFacts } from './image-object.ts';
import type { PlacedImage } from './objects.ts';
import type { OpenPage } from './page.ts';
import type { PdfDocument } from './pdfium.ts';
import { mayRepeat, placementKey, type Repetitions } from './repeated.ts';

export interface Candidate extends PlacedImage {
  readonly facts: ImageFacts;
}

/** Images looked at on one page. */
const MAX_IMAGES = 3000;

export interface CandidateOptions {
  readonly limits: IntakeLimits;
  /** What was left out and why is added here. */
  readonly notes: Set<string>;
}

/** Leaves out what cannot be read, is too large, or lies on no part of the page. */
export function candidatesOn(document: PdfDocument, page: OpenPage, images: readonly PlacedImage[], { limits, notes }: CandidateOptions): readonly Candidate[] {
  if (images.length > MAX_IMAGES) notes.add('page-too-complex');
  return images.slice(0, MAX_IMAGES).flatMap((placed) => {
    const facts = measureImage(document, placed.handle);
    const problem = !facts || !hasArea(placed) ? 'unreadable-image' : facts.width * facts.height > limits.maxPixels ? 'too-many-pixels' : undefined;
    if (problem) notes.add(problem);
    return facts && !problem ? [{ ...placed, facts: inspectImage(document, page, placed.handle, facts) }] : [];
  });
}

function hasArea({ box }: PlacedImage): boolean {
  return box.width > 0 && box.height > 0 && [box.x, box.y, box.width, box.height].every(Number.isFinite);
}

/** Key of a placement that may be part of a template, undefined otherwise. */
export function templateKey(document: PdfDocument, page: OpenPage, { handle, box }: PlacedImage): string | undefined {
  return mayRepeat(box, page) ? placementKey(streamBytes(document, handle, []), box) : undefined;
}

export function withoutTemplates(document: PdfDocument, page: OpenPage, candidates: readonly Candidate[], { repetitions, notes }: { readonly repetitions: Repetitions; readonly notes: Set<string> }): readonly Candidate[] {
  return candidates.filter((candidate) => {
    const key = templateKey(document, page, candidate);
    if (key === undefined || !repetitions.isTemplate(key)) return true;
    notes.add('repeated-logo');
    return false;
  });
}
