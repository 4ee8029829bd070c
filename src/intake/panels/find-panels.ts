/** Cuts a figure into panels. */
import type { RgbImage } from '../../core/image.ts';
import type { Panel } from '../../core/media.ts';
import { classifyPanel, isExamined } from './classify-panel.ts';

export interface FindPanelsOptions {
  /** Do not cut: one panel that covers the figure. */
  readonly wholeFigure?: boolean;
}

/** The panels of a figure in reading order, ids `${figureId}p1` …; at least one. Boxes are on whole pixels inside the figure. */
export function findPanels(rgb: RgbImage, figureId: string, _options: FindPanelsOptions = {}): Panel[] {
  const box = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const panelClass = classifyPanel(rgb);
  return [{ id: `${figureId}p1`, figure: figureId, box, class: panelClass, examined: isExamined(panelClass), masks: [] }];
}
