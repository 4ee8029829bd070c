import { useTranslation } from 'react-i18next';
import { applyTo } from '../../../src/core/geometry.ts';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { placeWords } from '../finding/words.ts';
import { ImageStage } from '../viewer/image-stage.tsx';
import { RegionMark } from '../viewer/region-mark.tsx';
import { useViewport } from '../viewer/use-viewport.ts';
import { viewportMatrix } from '../viewer/viewport.ts';
import { ZoomButtons } from '../viewer/zoom-buttons.tsx';
import { PatchMap } from './patch-map.tsx';
import { WarpedImage } from './warped-image.tsx';
import css from './compare-stage.module.css';

/** A finding with one region, as a splice has: the image with the region on it. */
export function SingleSide({ result, finding }: { readonly result: ScanResult; readonly finding: FindingView }) {
  const { t } = useTranslation();
  const [side] = finding.sides;
  const figure = result.figures.find(({ id }) => id === side?.image);
  const frame = { x: 0, y: 0, width: figure?.width ?? 1, height: figure?.height ?? 1 };
  const control = useViewport(frame);
  if (!side || !figure) return <p>{t('compare.single')}</p>;
  const matrix = control.viewport && viewportMatrix(control.viewport);
  const name = placeWords(t, result, side);
  return (
    <div className={`${css.area} ${css.alone}`}>
      <div className={css.names}><span>{t('compare.single')}</span><ZoomButtons control={control} oneToOne={1} /></div>
      <ImageStage stageRef={control.stageRef} viewport={control.viewport} onViewport={control.change} label={t('viewer.stage', { name })}>
        {matrix && <WarpedImage figure={figure} toScreen={matrix} frame={frame} name={name} filter="first" lens="none" />}
        {matrix && <svg className={css.marks} aria-hidden>
          <RegionMark polygon={side.region.polygon.map((point) => applyTo(matrix, point))} number={finding.number} chosen={finding.kind === 'generated'} />
          <PatchMap patches={finding.patches ?? []} toScreen={matrix} framed={finding.kind === 'generated'} />
        </svg>}
      </ImageStage>
      {finding.patches && finding.patches.length > 0 && <p className={css.note}>{t(finding.kind === 'generated' ? 'compare.patches' : 'compare.jumps')}</p>}
    </div>
  );
}
