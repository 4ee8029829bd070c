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
  const diagonal = connectivity === 8;
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
  const meet = (label: number, other: number): number => {
    if (!other || other === label) return label;
    return label ? join(label, other) : other;
  };

  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!data[i]) continue;
      let label = x > 0 ? (labels[i - 1] ?? 0) : 0;
      if (y > 0) {
        const above = i - width;
        label = meet(label, labels[above] ?? 0);
        if (diagonal && x > 0) label = meet(label, labels[above - 1] ?? 0);
        if (diagonal && x + 1 < width) label = meet(label, labels[above + 1] ?? 0);
      }
      if (!label) {
        label = parent.length;
        parent.push(label);
      }
      labels[i] = label;
    }
  }
  return { labels, components: measure(labels, { width, height, provisional: parent.length, find }) };
}

interface Field {
  readonly width: number;
  readonly height: number;
  /** One more than the largest provisional label. */
  readonly provisional: number;
  readonly find: (label: number) => number;
}

/** Renumbers `labels` in place from provisional labels to 1 … n and measures each component. */
function measure(labels: Int32Array, { width, height, provisional: count, find }: Field): Component[] {
  /** By provisional label; 0 = not met. */
  const number = new Int32Array(count);
  const found: { area: number; left: number; top: number; right: number; bottom: number }[] = [];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const provisional = labels[i] ?? 0;
      if (!provisional) continue;
      let label = number[provisional] ?? 0;
      if (!label) {
        const root = find(provisional);
        label = number[root] || found.push({ area: 0, left: x, top: y, right: x, bottom: y });
        number[root] = label;
        number[provisional] = label;
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
