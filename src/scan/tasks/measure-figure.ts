/** Cuts a figure into panels and measures the keypoints of each panel that is examined. */
import type { Figure, Panel } from '../../core/media.ts';
import type { PanelSummary } from '../../detectors/detector.ts';
import { findPanels } from '../../intake/panels/find-panels.ts';
import { figurePixels, type FigureSource } from '../figure-source.ts';
import { panelInput, summaryOf } from '../panel-input.ts';

export interface MeasureInput extends FigureSource {
  readonly figure: Figure;
  /** As a person corrected them; absent = segmented here. */
  readonly panels?: readonly Panel[];
}

export interface MeasureOutput {
  readonly panels: readonly Panel[];
  /** Of the panels that are examined. */
  readonly summaries: readonly PanelSummary[];
}

export async function measureFigure(input: MeasureInput): Promise<MeasureOutput> {
  const pixels = await figurePixels(input);
  const panels = input.panels ?? findPanels(pixels, input.figure.id);
  return { panels, summaries: panels.filter(({ examined }) => examined).map((panel) => summaryOf(panelInput(pixels, panel))) };
}
