/** Verdict, reasons, and the picture with what was seen on it. */
import { Checkbox, NativeSelect, Slider } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentView } from '../../../src/http/native/documents-wire.ts';
import { percent } from '../i18n/format.ts';
import { DetectorTable } from './detector-table.tsx';
import { DocumentStage } from './document-stage.tsx';
import { Verdict } from './verdict.tsx';
import { detectorWord } from './words.ts';
import page from '../ui/page.module.css';
import css from './documents-page.module.css';

/** Percent: regions begin at .1. */
const RANGE = { min: 10, max: 100, step: 5 } as const;

export function DocumentResult({ view, name }: { readonly view: DocumentView; readonly name: string }) {
  const { t } = useTranslation();
  const { regions, detectors, heatMap, threshold } = view;
  const [least, setLeast] = useState(Math.round(threshold * 100));
  const [layer, setLayer] = useState('heat');
  const [boxes, setBoxes] = useState(true);
  const [chosen, setChosen] = useState<number>();
  const shown = regions.map((region, i) => ({ region, number: i + 1 })).filter(({ region }) => region.probability * 100 >= least);
  const map = layer === 'heat' ? heatMap : detectors.find(({ detector }) => detector === layer)?.map;
  const layers = [
    { value: 'none', label: t('documents.layer.none') }, { value: 'heat', label: t('documents.layer.heat') },
    ...detectors.filter((one) => one.map !== undefined).map(({ detector }) => ({ value: detector, label: t('documents.layer.evidence', { detector: detectorWord(t, detector) }) })),
  ];

  return (
    <section className={page.section} aria-labelledby="verdict">
      <div className={css.result}>
        <div className={css.left}>
          <div className={css.tools}>
            <NativeSelect label={t('documents.layer.label')} value={layer} data={layers} onChange={({ currentTarget }) => setLayer(currentTarget.value)} />
            <div className={css.slider}>
              <span id="least">{t('documents.least', { percent: least })}</span>
              <Slider {...RANGE} value={least} onChange={setLeast} label={null} thumbProps={{ 'aria-labelledby': 'least', 'aria-valuetext': `${least} %` }} />
              <span className={page.dim} role="status">{t('documents.shown', { count: shown.length, hidden: regions.length - shown.length })}</span>
            </div>
            <Checkbox checked={boxes} label={t('documents.boxes')} onChange={({ currentTarget }) => setBoxes(currentTarget.checked)} />
          </div>
          <DocumentStage view={view} name={name} map={map} shown={boxes ? shown : []} chosen={chosen} />
          {map !== undefined && <p className={css.legend}><span className={css.scale} aria-hidden />{t(layer === 'heat' ? 'documents.legend.heat' : 'documents.legend.evidence')}</p>}
        </div>
        <div className={css.right}>
          <Verdict view={view} />
          {shown.length > 0 && (
            <ol className={css.places} aria-label={t('documents.places')}>
              {shown.map(({ region, number }) => (
                <li key={number}>
                  <button type="button" className={css.place} aria-pressed={chosen === number} onClick={() => setChosen(chosen === number ? undefined : number)}>
                    <span className={css.number}>{number}</span>
                    <span><strong>{percent(region.probability)} %</strong> · {region.seenBy.length > 0 ? region.seenBy.map((detector) => t(`documents.reason.${detectorKey(detector)}`)).join('; ') : t('documents.reason.together')}</span>
                  </button>
                </li>
              ))}
            </ol>
          )}
        </div>
      </div>
      <DetectorTable detectors={detectors} />
    </section>
  );
}

type Known = 'cloned-glyph' | 'cloned-patch' | 'erased-background' | 'ink-outlier' | 'jpeg-grid' | 'noise-outlier' | 'paper-tone' | 'resampling' | 'text-line' | 'together';
const KNOWN: readonly Known[] = ['cloned-glyph', 'cloned-patch', 'erased-background', 'ink-outlier', 'jpeg-grid', 'noise-outlier', 'paper-tone', 'resampling', 'text-line'];
const detectorKey = (detector: string): Known => KNOWN.find((one) => one === detector) ?? 'together';
