/** Renders the PDF report of one scan: pictures are decoded here, in the worker. */
import type { Figure } from '../../core/media.ts';
import { cropEncoded, encodePreview } from '../../imaging/codecs/preview.ts';
import { renderPage } from '../../intake/pdf/render-page.ts';
import { outline } from '../../report/outline.ts';
import type { Pictures } from '../../report/pictures.ts';
import { renderPdf } from '../../report/render-pdf.ts';
import type { ReportInput } from '../../report/report-input.ts';
import { scanDetectors } from '../catalog.ts';

export interface ReportTaskInput {
  readonly report: Omit<ReportInput, 'soughtKinds' | 'fileNotes'>;
  /** Encoded figures by SHA-256. */
  readonly figures: ReadonlyMap<string, Uint8Array>;
  /** Bytes of the submitted files; only those of PDFs are looked at. */
  readonly documents: readonly (Uint8Array | undefined)[];
}

export interface ReportTaskOutput {
  readonly bytes: Uint8Array;
}

export async function renderReport({ report, figures, documents }: ReportTaskInput): Promise<ReportTaskOutput> {
  const { detectors } = report.evidence.parameters;
  const soughtKinds = [...new Set(scanDetectors().filter(({ name }) => name in detectors).flatMap(({ finds }) => finds))];
  return { bytes: await renderPdf(outline({ ...report, soughtKinds, fileNotes: report.evidence.notes }), picturesOf([...report.evidence.figures, ...(report.evidence.references ?? [])], figures, documents)) };
}

type Pictured = Pick<Figure, 'id' | 'sha256' | 'format' | 'frame'>;

function picturesOf(all: readonly Pictured[], figures: ReadonlyMap<string, Uint8Array>, documents: readonly (Uint8Array | undefined)[]): Pictures {
  const source = (id: string): { readonly figure: Pictured; readonly bytes: Uint8Array } => {
    const figure = all.find((candidate) => candidate.id === id);
    const bytes = figure && figures.get(figure.sha256);
    if (!figure || !bytes) throw new RangeError(`no picture of figure ${id}`);
    return { figure, bytes };
  };
  return {
    async crop(id, box, maxSide) {
      const { figure, bytes } = source(id);
      return (await cropEncoded(bytes, figure.format, box, { maxSide, frame: figure.frame ?? 0 })).bytes;
    },
    async page(file, page, maxSide) {
      const bytes = documents[file];
      if (!bytes) throw new RangeError(`no document ${file}`);
      return renderPage(bytes, page, maxSide);
    },
    async figure(id, maxSide) {
      const { figure, bytes } = source(id);
      return (await encodePreview(bytes, figure.format, maxSide, figure.frame ?? 0)).bytes;
    },
  };
}
