/** Connected components of a mask. */
import type { Box } from '../core/geometry.ts';
import type { MaskImage } from '../core/image.ts';

export interface Component {
  /** From 1; its pixels carry it in `labels`. */
  readonly label: number;
  /** px, number of pixels. */
  readonly area: number;
  readonly box: Box;
}

export interface Components {
  /** 0 where the mask is 0, else the label of the component; row-major. */
  readonly labels: Int32Array;
  /** In the order of their first pixel, row by row. */
  readonly components: readonly Component[];
}

/** Components of the non-zero pixels, 8-connected (default) or 4-connected. Linear: union–find over two passes (Rosenfeld and Pfaltz, JACM 13(4), 1966, doi:10.1145/321356.321357). */
export function connectedComponents({ width, height, data }: MaskImage, connectivity: 4 | 8 = 8): Components {
  const labels = new Int32Array(width * height);
  const parent = [0];
  const find = (label: number): number => {
    let root = label;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    parent[label] = root;
    return root;
  };
  const join = (a: number, b: number): number => {
    const [ra, rb] = [find(a), find(b)];
    const root = Math.min(ra, rb);
    parent[ra] = root;
    parent[rb] = root;
    return root;
  };

  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!data[i]) continue;
      let label = x > 0 ? (labels[i - 1] ?? 0) : 0;
      if (y > 0) {
        const above = i - width;
        const neighbours = connectivity === 4 ? [above] : [above, x > 0 ? above - 1 : above, x + 1 < width ? above + 1 : above];
        for (const j of neighbours) {
          const other = labels[j] ?? 0;
          if (other && other !== label) label = label ? join(label, other) : other;
        }
      }
      if (!label) {
        label = parent.length;
        parent.push(label);
      }
      labels[i] = label;
    }
  }
  return { labels, components: measure(labels, { width, height, find }) };
}

interface Field { readonly width: number; readonly height: number; readonly find: (label: number) => number }

/** Renumbers `labels` in place from provisional labels to 1 … n and measures each component. */
function measure(labels: Int32Array, { width, height, find }: Field): Component[] {
  const number = new Map<number, number>();
  const found: { area: number; left: number; top: number; right: number; bottom: number }[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const provisional = labels[i] ?? 0;
      if (!provisional) continue;
      const root = find(provisional);
      let label = number.get(root);
      if (label === undefined) {
        label = found.push({ area: 0, left: x, top: y, right: x, bottom: y });
        number.set(root, label);
      }
      labels[i] = label;
      const c = found[label - 1];
      if (!c) continue;
      c.area++;
      c.bottom = y;
      if (x < c.left) c.left = x;
      if (x > c.right) c.right = x;
    }
  }
  return found.map(({ area, left, top, right, bottom }, i) => ({
    label: i + 1, area, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
  }));
}
