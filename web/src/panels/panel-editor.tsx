import { ActionIcon, Alert, Button, Select } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Box } from '../../../src/core/geometry.ts';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import { useSavePanels } from '../api/scans.ts';
import { imageWords } from '../finding/words.ts';
import { useShortcuts } from '../keyboard/shortcuts.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { useTitle } from '../ui/use-title.ts';
import { useViewport } from '../viewer/use-viewport.ts';
import { ZoomButtons } from '../viewer/zoom-buttons.tsx';
import { type Draft, MAX_PANELS, middleBox, toDrafts, toInput } from './edit.ts';
import { PanelCanvas } from './panel-canvas.tsx';
import { PanelList } from './panel-list.tsx';
import css from './panel-editor.module.css';

export function PanelEditor({ result, figureId }: { readonly result: ScanResult; readonly figureId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const save = useSavePanels(result.scan.id);
  const [drafts, setDrafts] = useState(() => toDrafts(result.panels));
  const [changed, setChanged] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const [made, setMade] = useState(0);
  const figure = result.figures.find(({ id }) => id === figureId);
  const control = useViewport({ x: 0, y: 0, width: figure?.width ?? 1, height: figure?.height ?? 1 });
  const name = imageWords(t, result.files, result.figures, figureId);
  const here = drafts.filter((draft) => draft.figure === figureId);
  useTitle(t('panels.title', { image: name }));
  useBlocker({ shouldBlockFn: ({ next }) => changed && !save.isSuccess && !next.pathname.includes('/panels/') && !window.confirm(t('panels.leave')), enableBeforeUnload: changed && !save.isSuccess });

  const edit = (next: readonly Draft[]): void => {
    setDrafts(next);
    setChanged(true);
  };
  const change = (key: string, part: Partial<Draft>): void => edit(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const remove = (key: string): void => edit(drafts.filter((draft) => draft.key !== key));
  const add = (box: Box): void => {
    const key = `new${made}`;
    setMade(made + 1);
    edit([...drafts, { key, figure: figureId, box, examined: true, masks: [] }]);
    setChosen(key);
  };
  const submit = (): void => save.mutate(toInput(drafts), { onSuccess: () => void navigate({ to: '/scans/$id', params: { id: result.scan.id }, ignoreBlocker: true }) });
  useShortcuts({
    a: () => { if (figure) add(middleBox(figure)); },
    '+': () => control.zoomBy(1.4), '=': () => control.zoomBy(1.4), '-': () => control.zoomBy(1 / 1.4), f: control.fit, z: () => control.zoomTo(1),
    Escape: () => void navigate({ to: '/scans/$id', params: { id: result.scan.id } }),
  });
  if (!figure) return null;

  return (
    <main id="main" tabIndex={-1} className={css.page}>
      <div className={css.head}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('panels.back')} onClick={() => void navigate({ to: '/scans/$id', params: { id: result.scan.id } })}><IconArrowLeft size={20} stroke={1.6} /></ActionIcon>
        <h1>{t('panels.title', { image: name })}</h1>
        {result.figures.length > 1 && (
          <Select size="xs" className={css.figures} aria-label={t('panels.figures')} value={figureId} allowDeselect={false}
            data={result.figures.map(({ id }) => ({ value: id, label: imageWords(t, result.files, result.figures, id) }))}
            onChange={(next) => { if (next) void navigate({ to: '/scans/$id/panels/$figure', params: { id: result.scan.id, figure: next } }); }} />
        )}
        <span className={css.space} />
        <span className={css.state} role="status">{changed ? t('panels.changed') : ''}</span>
        <Button variant="default" size="xs" disabled={!changed} onClick={() => { setDrafts(toDrafts(result.panels)); setChanged(false); }}>{t('panels.undo')}</Button>
        <Button size="xs" disabled={!changed || drafts.length > MAX_PANELS} loading={save.isPending} onClick={submit}>{t('panels.save')}</Button>
      </div>
      <div className={css.columns}>
        <div className={css.work}>
          <div className={css.bar}><p>{t('panels.help')}</p><ZoomButtons control={control} oneToOne={1} /></div>
          <PanelCanvas figure={figure} name={name} control={control} drafts={here} chosen={chosen} onChoose={setChosen} onBox={(key, box) => change(key, { box })} onAdd={add} onRemove={remove} />
        </div>
        <aside className={css.side} aria-label={t('panels.list')}>
          {save.error && <ProblemAlert error={save.error} />}
          {drafts.length > MAX_PANELS && <Alert color="red" role="alert" variant="light">{t('panels.limit', { count: drafts.length, limit: MAX_PANELS })}</Alert>}
          <PanelList figure={figure} drafts={here} chosen={chosen} onChoose={setChosen} onChange={change} onRemove={remove} onAdd={() => add(middleBox(figure))} />
          <p className={css.keys}>{t('panels.keys')}</p>
        </aside>
      </div>
    </main>
  );
}
