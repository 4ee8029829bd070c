/** Where a small image lies in a larger one, by normalised correlation at every place. */

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export interface Place {
  /** px of the larger image, of the template's top left corner. */
  readonly x: number;
  readonly y: number;
  readonly correlation: number;
}

/** The best places, at least a quarter of the template apart. The template must fit. */
export function bestPlaces(within: Plane, template: Plane, count: number): Place[] {
  const [columns, rows] = [within.width - template.width + 1, within.height - template.height + 1];
  const centred = centre(template.data);
  const area = template.data.length;
  const [sums, squares] = [integral(within, 1), integral(within, 2)];
  const scores = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) {
    let dot = 0;
    for (let v = 0, t = 0; v < template.height; v++) {
      const from = (y + v) * within.width + x;
      for (let u = 0; u < template.width; u++, t++) dot += (centred[t] ?? 0) * (within.data[from + u] ?? 0);
    }
    const box = { x, y, width: template.width, height: template.height };
    const sum = over(sums, within.width, box);
    const variance = over(squares, within.width, box) - (sum * sum) / area;
    scores[y * columns + x] = variance > area * 0.25 ? dot / Math.sqrt(variance) : 0;
  }
  const norm = Math.sqrt(centred.reduce((total, v) => total + v * v, 0)) || 1;
  const [apartX, apartY] = [Math.max(2, template.width / 4), Math.max(2, template.height / 4)];
  const found: Place[] = [];
  while (found.length < count) {
    let best: Place | undefined;
    for (let i = 0; i < scores.length; i++) {
      const [x, y, score] = [i % columns, Math.floor(i / columns), scores[i] ?? 0];
      if (score <= (best?.correlation ?? 0) || found.some((place) => Math.abs(place.x - x) < apartX && Math.abs(place.y - y) < apartY)) continue;
      best = { x, y, correlation: score };
    }
    if (!best) break;
    found.push(best);
  }
  return found.map((place) => ({ ...place, correlation: place.correlation / norm }));
}

function centre(data: Float32Array): Float32Array {
  const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
  return data.map((v) => v - mean);
}

/** Sums of powers over [0, x) × [0, y). */
function integral({ width, height, data }: Plane, power: 1 | 2): Float64Array {
  const out = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += (data[y * width + x] ?? 0) ** power;
      out[(y + 1) * (width + 1) + x + 1] = (out[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return out;
}

function over(table: Float64Array, width: number, { x, y, width: w, height: h }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): number {
  const at = (u: number, v: number): number => table[v * (width + 1) + u] ?? 0;
  return at(x + w, y + h) - at(x, y + h) - at(x + w, y) + at(x, y);
}
