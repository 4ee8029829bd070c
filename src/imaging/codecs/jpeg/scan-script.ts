/** In which scans the coefficients of a JPEG are sent. */
import type { ScanComponent, ScanHeader, ScanPart } from './jpeg.types.ts';

/** One scan with everything. More than one component must share at most ten blocks an MCU. */
export function sequentialScript(components: readonly { readonly id: number }[]): readonly ScanHeader[] {
  return [{ components: components.map((_, index) => placed(index)), spectralStart: 0, spectralEnd: 63, approximationHigh: 0, approximationLow: 0 }];
}

/** libjpeg's script (jpeg_simple_progression): DC and coarse luma first; other components whole. */
export function progressiveScript(components: readonly { readonly id: number }[]): readonly ScanHeader[] {
  const all = components.map((_, index) => placed(index));
  const rest = all.slice(1).reverse();
  const ac = (part: ScanComponent, spectralStart: number, spectralEnd: number, approximationHigh: number, approximationLow: number): ScanHeader =>
    ({ components: [part], spectralStart, spectralEnd, approximationHigh, approximationLow });
  const dc = (approximationHigh: number, approximationLow: number): ScanHeader => ({ components: all, spectralStart: 0, spectralEnd: 0, approximationHigh, approximationLow });
  const luma = placed(0);
  return [
    dc(0, 1), ac(luma, 1, 5, 0, 2), ...rest.map((part) => ac(part, 1, 63, 0, 1)), ac(luma, 6, 63, 0, 2),
    ac(luma, 1, 63, 2, 1), dc(1, 0), ...rest.map((part) => ac(part, 1, 63, 1, 0)), ac(luma, 1, 63, 1, 0),
  ];
}

/** Luma has tables of its own, all else shares the second ones. */
function placed(index: number): ScanComponent {
  const slot = index === 0 ? 0 : 1;
  return { index, dc: slot, ac: slot };
}

/** A scan to write, with its SOS segment. */
export function scanPart(header: ScanHeader, components: readonly { readonly id: number }[], restartInterval = 0): ScanPart {
  const count = header.components.length;
  const bytes = Uint8Array.from([
    0xff, 0xda, 0, 6 + 2 * count, count,
    ...header.components.flatMap(({ index, dc, ac }) => [components[index]?.id ?? 0, (dc << 4) | ac]),
    header.spectralStart, header.spectralEnd, (header.approximationHigh << 4) | header.approximationLow,
  ]);
  return { kind: 'scan', header, bytes, restartInterval, padsWithZeros: false };
}

/** Whether the scans bring every bit of every coefficient of every component; a file that was cut between scans does not. */
export function isCompleteScript(scans: readonly ScanHeader[], components: number): boolean {
  const lowest = Array.from({ length: components }, () => new Uint8Array(64).fill(255));
  for (const { components: parts, spectralStart, spectralEnd, approximationLow } of scans) {
    for (const { index } of parts) lowest[index]?.fill(approximationLow, spectralStart, spectralEnd + 1);
  }
  return lowest.every((bits) => bits.every((bit) => bit === 0));
}
