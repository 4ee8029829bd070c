/** Every WebAssembly kernel against its plain twin. A kernel is kept only while it is at least three times as fast. */
import { writeFile } from 'node:fs/promises';
import { image } from '../src/core/image.ts';
import type { Matrix } from '../src/core/geometry.ts';
import { seededRandom } from '../src/core/random.ts';
import { planeOfBandReference, requantisedReference } from '../src/imaging/kernels/band.reference.ts';
import { planeOfBand, requantised } from '../src/imaging/kernels/band.ts';
import { localDeviationReference, signedSlotsReference, signedSumsReference, weaveRowsReference, widenRowsReference } from '../src/imaging/kernels/mark.reference.ts';
import { localDeviation, signedSlots, signedSums, weaveRows, widenRows } from '../src/imaging/kernels/mark.ts';
import { nearestRowsReference, nearestUnderWordsReference, signsReference } from '../src/imaging/kernels/match.reference.ts';
import { nearestRows, nearestUnderWords, signRows, sortByWord } from '../src/imaging/kernels/match.ts';
import { meetReference, sweepReference, type SweepState } from '../src/imaging/kernels/patchmatch.reference.ts';
import { meetField, sweepField } from '../src/imaging/kernels/patchmatch.ts';
import { projectReference } from '../src/imaging/kernels/project.reference.ts';
import { project } from '../src/imaging/kernels/project.ts';
import { averageRowsReference, resamplePlaneReference } from '../src/imaging/kernels/resample.reference.ts';
import { averageRows, resamplePlane, type AxisTaps } from '../src/imaging/kernels/resample.ts';
import { blurredReference, describePointsReference, gradientsReference, orientationHistogramsReference } from '../src/imaging/kernels/sift.reference.ts';
import { blurred, describePoints, gradients, orientationHistograms } from '../src/imaging/kernels/sift.ts';
import { warpedReference } from '../src/imaging/kernels/warp.reference.ts';
import { warped } from '../src/imaging/kernels/warp.ts';
import { discTable, momentsReference } from '../src/imaging/kernels/zernike.reference.ts';
import { discMoments } from '../src/imaging/kernels/zernike.ts';
import { shiftSurfacesReference, znccMapReference } from '../src/imaging/kernels/zncc.reference.ts';
import { shiftSurfaces, toEighths, znccMap } from '../src/imaging/kernels/zncc.ts';
import { quantile } from '../eval/metrics/scores.ts';

/** ms of processor time of one sample, and samples. */
const SAMPLE_MS = 60;
const SAMPLES = 5;
/** A kernel below it is to be dropped. */
const LEAST = 3;

interface Case {
  readonly what: string;
  readonly kernel: () => unknown;
  readonly twin: () => unknown;
}

const random = seededRandom('bench kernels');
const floats = (n: number, most = 255): Float32Array => Float32Array.from({ length: n }, () => most * random.next());
const bytes = (n: number, most = 256): Uint8Array => Uint8Array.from({ length: n }, () => random.int(most));

const SIDE = 256;
const N = SIDE * SIDE;
const plane = { width: SIDE, height: SIDE, data: floats(N, 1) };
const points = Float32Array.from({ length: 4 * 300 }, (_, i) => [20 + 210 * random.next(), 20 + 210 * random.next(), 1.6 + 2 * random.next(), 6 * random.next()][i % 4] ?? 0);
const [rowsA, rowsB] = [bytes(600 * 128), bytes(600 * 128)];
const [signedA, signedB] = [signRows(rowsA), signRows(rowsB)];
/** 600 rows under 16 words, of which 2 are near. */
const nearWords = Uint8Array.from({ length: 1200 }, (_, i) => (i >> 1) % 16 ^ (i & 1));
const sortedB = sortByWord(signedB, Uint8Array.from({ length: 600 }, (_, i) => i % 16), 16);
const pair = { width: SIDE, height: SIDE, a: toEighths(floats(N)), b: toEighths(floats(N)), use: new Uint8Array(N).fill(1) };
const centres = Int32Array.from({ length: 200 }, () => 40 + random.int(170));
const turn: Matrix = [0.9, -0.3, 30, 0.3, 0.9, -10, 0, 0, 1];
const field: SweepState = { width: SIDE, height: SIDE, features: bytes(N * 16), usable: new Uint8Array(N).fill(1), target: Int32Array.from({ length: N }, () => random.int(N)), cost: new Int32Array(N).fill(0x7fffffff) };
const sweep = { minShift: 6, anywhere: 4, radius: 8, seed: 4321 };
const [meeting, meet] = [Int32Array.from({ length: N }, () => random.int(N)), { minShift: 6, reach: 12 }];
const luma = image(SIDE, SIDE, 1, floats(N));
const [radius, table] = [8, discTable(8)];
const inner = Uint8Array.from({ length: N }, (_, i) => (Math.min(i % SIDE, SIDE - 1 - (i % SIDE), Math.floor(i / SIDE), SIDE - 1 - Math.floor(i / SIDE)) > radius ? 1 : 0));
const directions = new Int8Array(bytes(256 * 128).buffer);
const weave = { width: SIDE, mark: floats(SIDE * 6, 3), reference: floats(SIDE * 6, 20), taps: { first: Int32Array.from({ length: 64 }, (_, i) => i % 3), weights: floats(256, 0.6) }, soft: 1, least: 0.3 };
const woven = floats(SIDE * 64, 20);
const wide = { first: Int32Array.from({ length: 700 }, (_, i) => Math.floor(i / 3)), weights: floats(2800, 1) };
const [g, keys, bits] = [floats(8 * 8000, 2), bytes(8000 * 3), bytes(8000)];
const slots = Uint16Array.from({ length: g.length }, () => random.int(512));

const fewer: AxisTaps = { taps: 4, first: Int32Array.from({ length: 90 }, (_, i) => Math.floor((i * SIDE) / 90)), weights: floats(360, 0.5) };
const band = { width: SIDE, height: SIDE, coefficients: floats((N * 24) / 256, 9) };
const waves = { basis: Float64Array.from({ length: 112 }, () => random.next()), ring: Uint8Array.from({ length: 48 }, (_, i) => (i * 5) % 7) };
const steps = Array.from({ length: 64 }, () => 1 + random.int(40));

const CASES: readonly Case[] = [
  { what: 'sift: blur, σ 1.6', kernel: () => blurred(plane, 1.6), twin: () => blurredReference(plane, 1.6) },
  { what: 'sift: gradients', kernel: () => gradients(plane), twin: () => gradientsReference(plane) },
  { what: 'sift: orientations of 300 points', kernel: () => orientationHistograms(plane, points), twin: () => orientationHistogramsReference(plane, points) },
  { what: 'sift: descriptors of 300 points', kernel: () => describePoints(plane, points), twin: () => describePointsReference(plane, points) },
  { what: 'match: signatures of 600 rows', kernel: () => signRows(rowsA), twin: () => signsReference(rowsA) },
  { what: 'match: 600 rows against 600', kernel: () => nearestRows(signedA, signedB, { k: 2 }), twin: () => nearestRowsReference(signedA, signedB, { k: 2 }) },
  { what: 'match: 600 rows against 600 under 2 of 16 words', kernel: () => nearestUnderWords(signedA, nearWords, sortedB, { k: 2 }), twin: () => nearestUnderWordsReference(signedA, nearWords, sortedB, { k: 2 }) },
  { what: 'patchmatch: one sweep', kernel: () => sweepField(field, { ...sweep, sweeps: 1 }), twin: () => sweepReference({ ...field, target: field.target.slice(), cost: field.cost.slice() }, { ...sweep, reverse: false }) },
  { what: 'patchmatch: one meeting, reach 12', kernel: () => meetField(field, [meeting], meet), twin: () => meetReference({ ...field, target: field.target.slice(), cost: field.cost.slice() }, meeting, meet) },
  { what: 'zernike: moments, radius 8', kernel: () => discMoments(luma, inner, radius, () => undefined), twin: () => inner.forEach((use, i) => use && momentsReference(luma, i % SIDE, Math.floor(i / SIDE), table)) },
  { what: 'zncc: map, radius 6', kernel: () => znccMap(pair, { radius: 6, step: 1 }), twin: () => znccMapReference(pair, { radius: 6, step: 1 }) },
  { what: 'zncc: surfaces over shifts, 100 centres', kernel: () => shiftSurfaces(pair, centres, { radius: 7, reach: 3 }), twin: () => shiftSurfacesReference(pair, centres, { radius: 7, reach: 3 }) },
  { what: 'warp: turned', kernel: () => warped(plane, turn, plane), twin: () => warpedReference(plane, turn, plane) },
  { what: 'project: 600 rows on 256 directions', kernel: () => project(rowsA, directions), twin: () => projectReference(rowsA, directions) },
  { what: 'resample: 90 × 90', kernel: () => resamplePlane(plane, fewer, fewer), twin: () => resamplePlaneReference(plane, fewer, fewer) },
  { what: 'resample: rows averaged to 90', kernel: () => averageRows(plane.data, SIDE, 90), twin: () => averageRowsReference(plane.data, SIDE, 90) },
  { what: 'band: plane of coefficients', kernel: () => planeOfBand(band, waves), twin: () => planeOfBandReference(band, waves) },
  { what: 'band: blocks quantised', kernel: () => requantised(plane, steps), twin: () => requantisedReference(plane, steps) },
  { what: 'mark: local deviation, radius 4', kernel: () => localDeviation(plane, 4), twin: () => localDeviationReference(plane, 4) },
  { what: 'mark: 64 woven rows', kernel: () => weaveRows(weave, woven), twin: () => weaveRowsReference(weave, woven) },
  { what: 'mark: rows widened to 700', kernel: () => widenRows(plane, wide), twin: () => widenRowsReference(plane, wide) },
  { what: 'mark: keyed sums of 8000', kernel: () => signedSums(g, keys), twin: () => signedSumsReference(g, keys) },
  { what: 'mark: keyed slots of 8000', kernel: () => signedSlots(g, bits, slots, 512), twin: () => signedSlotsReference(g, bits, slots, 512) },
];

/** Prints the table; with a day, keeps it as docs/kernels.md. Copying in and out counts. */
export async function measureKernels(day: string | undefined, machine: string): Promise<void> {
  const lines = CASES.map(({ what, kernel, twin }) => {
    const [fast, slow] = [processorMs(kernel), processorMs(twin)];
    const ratio = slow / fast;
    return `| ${what} | ${fast.toPrecision(3)} | ${slow.toPrecision(3)} | ${ratio < LEAST ? `**${ratio.toFixed(1)}**` : ratio.toFixed(1)} |`;
  });
  const text = ['| kernel | ms | twin, ms | ratio |', '|---|---|---|---|', ...lines, ''].join('\n');
  console.log(text);
  if (!day) return;
  await writeFile('docs/kernels.md', `# Kernels against their twins\n\nProcessor time of one call, median of ${SAMPLES}; 256 × 256 px where nothing else is said. A kernel is kept only while it is at least ${LEAST} times as fast as its plain twin; what is below stands out. Written by \`npm run bench -- kernels --date YYYY-MM-DD\`.\n\nMeasured ${day} on ${machine}.\n\n${text}`);
}

function processorMs(use: () => unknown): number {
  use();
  const once = (times: number): number => {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) use();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const times = Math.min(2000, Math.max(1, Math.ceil(SAMPLE_MS / Math.max(0.05, once(1)))));
  once(times);
  return quantile(Array.from({ length: SAMPLES }, () => once(times) / times), 0.5);
}
