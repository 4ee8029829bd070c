/** Panels as a person corrected them: kept with the scan, which runs again with them. */
import { Type } from 'typebox';
import { ConflictError, InputError } from '../../core/errors.ts';
import { boxIou, boundingBox } from '../../core/regions.ts';
import type { Figure, Panel, PanelClass } from '../../core/media.ts';
import scanJob from '../../jobs/scan.ts';
import { toScanSummary } from '../scan-view.ts';
import type { Routes } from '../services.ts';
import { ownScan } from './scan-access.ts';
import { PanelsInput, ScanSummary } from './wire.ts';

const CLASSES = ['blot', 'fluorescence', 'bright-field', 'photo', 'chart', 'text', 'blank'] as const satisfies readonly PanelClass[];
/** px that a box may stick out by rounding. */
const SLACK = 1;

export const panels: Routes = async (app, services) => {
  const { store, queue, clock } = services;
  app.put('/scans/:id/panels', {
    bodyLimit: 8 * 2 ** 20,
    schema: { tags: ['results'], summary: 'Correct the panels and scan again', params: Type.Object({ id: Type.String() }), body: PanelsInput, response: { 202: ScanSummary } },
  }, async (request, reply) => {
    const { scan, account } = await ownScan(request, request.params.id, services);
    if (scan.state === 'queued' || scan.state === 'running') throw new ConflictError('scan/not-ready', 'this scan is running; cancel it or wait until it has ended');
    const { evidence } = await store.scans.evidence(scan.id);
    const corrected = toPanels(request.body, evidence);
    await store.transaction(async (tx) => {
      const run = await tx.scans.rerun(scan.id, corrected);
      await queue.send(tx.sql, scanJob, { scanId: scan.id, run });
    });
    return reply.code(202).send(await toScanSummary(await store.scans.get(scan.id, clock()), { account }, services));
  });
};

type Drawn = PanelsInput['panels'][number];

/** Ids are given anew, `f3p1` `f3p2` …, in the order sent. @throws {InputError} a box outside its figure, an unknown figure or class. */
export function toPanels({ panels: drawn }: PanelsInput, { figures, panels: before }: { readonly figures: readonly Figure[]; readonly panels: readonly Panel[] }): Panel[] {
  const counts = new Map<string, number>();
  const made = drawn.map((one): Panel => {
    const figure = figures.find(({ id }) => id === one.figure);
    if (!figure) throw new InputError('request/invalid', `there is no figure "${one.figure.slice(0, 40)}" in this scan`);
    const n = (counts.get(figure.id) ?? 0) + 1;
    counts.set(figure.id, n);
    const known = before.filter((panel) => panel.figure === figure.id);
    return {
      id: `${figure.id}p${n}`, figure: figure.id, box: insideOf(figure, one), class: classOf(one, known),
      examined: one.examined, masks: one.masks ?? masksIn(one, known), corrected: true,
    };
  });
  const order = new Map(figures.map(({ id }, i) => [id, i]));
  return made.sort((a, b) => (order.get(a.figure) ?? 0) - (order.get(b.figure) ?? 0));
}

function insideOf({ id, width, height }: Figure, { box }: Drawn): Panel['box'] {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  if (box.x < -SLACK || box.y < -SLACK || right > width + SLACK || bottom > height + SLACK) {
    throw new InputError('request/invalid', `a panel of ${id} reaches outside it: the box is ${box.x}, ${box.y}, ${box.width} × ${box.height}; the figure has ${width} × ${height} px`);
  }
  const [x, y] = [Math.max(0, box.x), Math.max(0, box.y)];
  return { x, y, width: Math.min(right, width) - x, height: Math.min(bottom, height) - y };
}

/** As given; else of the panel it overlaps best, since a correction rarely changes what is shown; else a photo, which every detector looks at. */
function classOf(drawn: Drawn, known: readonly Panel[]): PanelClass {
  if (drawn.class !== undefined) {
    const given = CLASSES.find((name) => name === drawn.class);
    if (!given) throw new InputError('request/invalid', `the class "${drawn.class.slice(0, 40)}" is not one of ${CLASSES.join(', ')}`);
    return given;
  }
  const best = known.map((panel) => ({ panel, overlap: boxIou(panel.box, drawn.box) })).sort((a, b) => b.overlap - a.overlap)[0];
  return best && best.overlap > 0 ? best.panel.class : 'photo';
}

/** Labels and scale bars that were found inside the box. */
function masksIn({ box }: Drawn, known: readonly Panel[]): Panel['masks'] {
  return known.flatMap(({ masks }) => masks).filter((mask) => {
    const { x, y, width, height } = boundingBox(mask);
    const [cx, cy] = [x + width / 2, y + height / 2];
    return cx >= box.x && cx < box.x + box.width && cy >= box.y && cy < box.y + box.height;
  });
}
