/** Every detector, in the order of their names. Made by `npm run generate`; do not edit. */
import blotSplice from './blot-splice/detector.ts';
import clonedGlyph from './cloned-glyph/detector.ts';
import clonedPatch from './cloned-patch/detector.ts';
import copyMove from './copy-move/detector.ts';
import documentForgery from './document-forgery/detector.ts';
import editorTraces from './editor-traces/detector.ts';
import erasedBackground from './erased-background/detector.ts';
import generatedImage from './generated-image/detector.ts';
import inkOutlier from './ink-outlier/detector.ts';
import jpegGrid from './jpeg-grid/detector.ts';
import metadataProvenance from './metadata-provenance/detector.ts';
import noiseOutlier from './noise-outlier/detector.ts';
import panelOverlap from './panel-overlap/detector.ts';
import paperTone from './paper-tone/detector.ts';
import resampling from './resampling/detector.ts';
import textLine from './text-line/detector.ts';
import type { Detector } from './detector.ts';

export const DETECTORS = [blotSplice, clonedGlyph, clonedPatch, copyMove, documentForgery, editorTraces, erasedBackground, generatedImage, inkOutlier, jpegGrid, metadataProvenance, noiseOutlier, panelOverlap, paperTone, resampling, textLine] as unknown as readonly Detector[];
