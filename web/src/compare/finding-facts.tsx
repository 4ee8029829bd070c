/** Transform in words and as a matrix, measures with how they are computed, provenance, replay. */
import { Alert, Button, Popover, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Matrix } from '../../../src/core/geometry.ts';
import type { Measure } from '../../../src/core/finding.ts';
import type { FindingView, ScanResult } from '../../../src/http/native/wire.ts';
import { useReplay } from '../api/scans.ts';
import { transformWords } from '../finding/words.ts';
import en from '../i18n/en.json';
import { number, percent } from '../i18n/format.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { useErrorText } from '../ui/problem-text.ts';
import { Origin } from './origin.tsx';
import type { Pair } from './pairs.ts';
import { ReferenceSource } from './reference-source.tsx';
import css from './finding-facts.module.css';

interface Props {
  readonly result: ScanResult;
  readonly finding: FindingView;
  readonly pair: Pair | undefined;
}

export function FindingFacts({ result, finding, pair }: Props) {
  const { t, i18n } = useTranslation();
  const measures = pair?.measures ?? finding.measures;
  return (
    <div className={css.facts}>
      {finding.kind === 'generated' && <Origin result={result} figure={finding.sides[0]?.image} />}
      <ReferenceSource result={result} finding={finding} />
      {finding.context && <p>{t('findings.context', { why: t(`context.${finding.context}`) })}</p>}
      {finding.sides.length > 1 && <section>
        <h2>{t('compare.transform')}</h2>
        {pair?.transform ? (
          <>
            <p>{transformWords(t, pair.transform, measures, i18n.language)}</p>
            <details><summary>{t('compare.matrix')}</summary><p className={css.dim}>{t('compare.matrixHelp')}</p><MatrixTable matrix={pair.transform} /></details>
          </>
        ) : <p className={css.dim}>{t('compare.noTransform')}</p>}
      </section>}
      <section>
        <h2>{t('compare.measures')}</h2>
        <table className={css.table}>
          <tbody>
            <Row name={t('compare.score')} value={`${percent(pair?.score ?? finding.score)} %`} how={t('compare.scoreHelp')} />
            {Object.entries(measures).map(([key, measure]) => {
              const known = isKnown(key) ? key : undefined;
              return <Row key={key} name={known ? t(`measure.${known}.name`) : key} value={YES_NO.has(key) ? t(measure.value > 0.5 ? 'common.yes' : 'common.no') : valueWords(measure, i18n.language)} how={known ? t(`measure.${known}.how`) : t('measure.unknown', { detector: finding.detector })} />;
            })}
          </tbody>
        </table>
        <p className={css.dim}>{t('compare.detector', { detector: finding.detector, version: finding.version, seed: result.parameters.seed })}</p>
      </section>
      {!result.scan.readOnly && <ReplaySection />}
    </div>
  );
}

type Known = Exclude<keyof typeof en.measure, 'unknown'>;
const isKnown = (key: string): key is Known => key !== 'unknown' && Object.hasOwn(en.measure, key);

/** Measures that are a yes or a no. */
const YES_NO = new Set(['mirrored', 'denseRoute']);

function valueWords({ value, unit }: Measure, language: string): string {
  const text = number(value, language, Math.abs(value) >= 100 ? 0 : 2);
  const words = { '1': text, px: `${text} px`, 'px²': `${text} px²`, deg: `${text}°`, grey: text, pt: `${text} pt` } as const satisfies Record<Measure['unit'], string>;
  return words[unit];
}

function Row({ name, value, how }: { readonly name: string; readonly value: string; readonly how: string }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
      <td className={css.how}>
        <Popover width={280} position="bottom-end" withArrow shadow="md">
          <Popover.Target><UnstyledButton className={css.button} aria-label={t('compare.how', { name })}><IconInfoCircle size={15} stroke={1.6} aria-hidden /></UnstyledButton></Popover.Target>
          <Popover.Dropdown className={css.text}>{how}</Popover.Dropdown>
        </Popover>
      </td>
    </tr>
  );
}

function MatrixTable({ matrix }: { readonly matrix: Matrix }) {
  return (
    <table className={css.matrix}>
      <tbody>{[0, 3, 6].map((row) => <tr key={row}>{matrix.slice(row, row + 3).map((value, i) => <td key={i}>{Number(value.toPrecision(5))}</td>)}</tr>)}</tbody>
    </table>
  );
}

function ReplaySection() {
  const { t } = useTranslation();
  const { ref } = useScanAddress();
  const replay = useReplay(ref);
  const errorText = useErrorText();
  return (
    <section>
      <Button variant="default" size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>{t('compare.replay')}</Button>
      <p className={css.dim}>{t('compare.replayHelp')}</p>
      <div role="status">
        {replay.data?.identical && <Alert color="teal" variant="light">{t('compare.replayIdentical', { engine: replay.data.engine })}</Alert>}
        {replay.data && !replay.data.identical && (
          <Alert color="red" variant="light" title={t('compare.replayDiffers', { engine: replay.data.engine })}><ul className={css.list}>{replay.data.differences.map((line) => <li key={line} lang="en">{line}</li>)}</ul></Alert>
        )}
        {replay.error && <Alert color="red" variant="light">{errorText(replay.error)}</Alert>}
      </div>
    </section>
  );
}
