/** The class of a panel by rules on its tones. */
import type { RgbImage } from '../../core/image.ts';
import type { PanelClass } from '../../core/media.ts';
import { toLuma } from '../../imaging/color.ts';

/** Whether detectors look at a panel of this class. */
export function isExamined(panelClass: PanelClass): boolean {
  return panelClass !== 'chart' && panelClass !== 'text' && panelClass !== 'blank';
}

/** What a panel shows, by its tones. */
export function classifyPanel(rgb: RgbImage): PanelClass {
  const sorted = toLuma(rgb).data.sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  if (at(0.9995) - at(0.0005) < 6) return 'blank';
  return at(0.5) < 60 ? 'fluorescence' : 'bright-field';
}
