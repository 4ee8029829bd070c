/** The order of blocks within a scan, shared by reader and writer so that they cannot differ. Source: ITU-T T.81 §A.2. */
import type { FrameComponent } from './frame.ts';
import type { ScanHeader } from './jpeg.types.ts';

/** Sizes of one component in samples and blocks; see `JpegComponent`. */
export interface Layout {
  readonly h: number;
  readonly v: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly storedColumns: number;
  readonly storedRows: number;
}

export function layoutsOf(width: number, height: number, components: readonly FrameComponent[]): readonly Layout[] {
  const hMax = Math.max(...components.map(({ h }) => h));
  const vMax = Math.max(...components.map(({ v }) => v));
  const [across, down] = [Math.ceil(width / (8 * hMax)), Math.ceil(height / (8 * vMax))];
  return components.map(({ h, v }) => {
    const [own, tall] = [Math.ceil((width * h) / hMax), Math.ceil((height * v) / vMax)];
    return { h, v, width: own, height: tall, columns: Math.ceil(own / 8), rows: Math.ceil(tall / 8), storedColumns: across * h, storedRows: down * v };
  });
}

/** What is done along a scan. */
export interface BlockVisitor {
  /** @param which place of the component in the scan. @param at index of the block's first coefficient. @returns `false` ends the scan. */
  block(which: number, at: number): boolean;
  /** Before the first MCU of each restart interval but the first. @returns `false` ends the scan. */
  restart(): boolean;
}

/** Visits the blocks of a scan in coding order: MCU by MCU where components are interleaved, else in raster order without the fill. */
export function visitBlocks({ components }: ScanHeader, layouts: readonly Layout[], restartInterval: number, visitor: BlockVisitor): void {
  const parts = components.map(({ index }) => layouts[index]).filter((layout) => layout !== undefined);
  const [only] = parts;
  if (!only) return;
  const single = parts.length === 1;
  const [across, down] = single ? [only.columns, only.rows] : [only.storedColumns / only.h, only.storedRows / only.v];
  let toGo = restartInterval;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      if (restartInterval > 0 && toGo-- === 0) {
        if (!visitor.restart()) return;
        toGo = restartInterval - 1;
      }
      const went = single ? visitor.block(0, (y * only.storedColumns + x) * 64) : visitMcu(parts, x, y, visitor);
      if (!went) return;
    }
  }
}

function visitMcu(parts: readonly Layout[], x: number, y: number, visitor: BlockVisitor): boolean {
  for (let which = 0; which < parts.length; which++) {
    const part = parts[which];
    if (!part) return false;
    for (let v = 0; v < part.v; v++) {
      const row = (y * part.v + v) * part.storedColumns + x * part.h;
      for (let h = 0; h < part.h; h++) if (!visitor.block(which, (row + h) * 64)) return false;
    }
  }
  return true;
}
