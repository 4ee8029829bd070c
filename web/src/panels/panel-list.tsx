import { ActionIcon, Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Box } from '../../../src/core/geometry.ts';
import type { Figure, PanelClass } from '../../../src/core/media.ts';
import { boxBetween, type Draft, MIN_SIDE_PX, PANEL_CLASSES } from './edit.ts';
import css from './panel-list.module.css';

interface Props {
  readonly figure: Figure;
  readonly drafts: readonly Draft[];
  readonly chosen: string | undefined;
  onChoose(key: string): void;
  onChange(key: string, part: Partial<Draft>): void;
  onRemove(key: string): void;
  onAdd(): void;
}

/** The same boxes as a list with numbers, for exact values and for who does not use a pointer. */
export function PanelList({ figure, drafts, chosen, onChoose, onChange, onRemove, onAdd }: Props) {
  const { t } = useTranslation();
  return (
    <section className={css.section} aria-labelledby="panel-list">
      <div className={css.head}>
        <h2 id="panel-list">{t('panels.list')} ({drafts.length})</h2>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={onAdd}>{t('panels.add')}</Button>
      </div>
      {drafts.length === 0 && <p className={css.none}>{t('panels.none')}</p>}
      <ol className={css.list}>
        {drafts.map((draft, i) => <Item key={draft.key} number={i + 1} figure={figure} draft={draft} isChosen={draft.key === chosen} onChoose={onChoose} onChange={onChange} onRemove={onRemove} />)}
      </ol>
    </section>
  );
}

interface ItemProps extends Pick<Props, 'figure' | 'onChoose' | 'onChange' | 'onRemove'> {
  readonly number: number;
  readonly draft: Draft;
  readonly isChosen: boolean;
}

const FIELDS = ['x', 'y', 'width', 'height'] as const;

function Item({ number, figure, draft, isChosen, onChoose, onChange, onRemove }: ItemProps) {
  const { t } = useTranslation();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const kind = t(`panelClass.${draft.class ?? 'auto'}`);
  const set = (field: (typeof FIELDS)[number], value: number): void => {
    const { x, y, width, height }: Box = { ...draft.box, [field]: value };
    onChange(draft.key, { box: boxBetween({ x, y }, { x: x + Math.max(MIN_SIDE_PX, width), y: y + Math.max(MIN_SIDE_PX, height) }, figure) });
  };

  return (
    <li ref={item} className={css.item} data-chosen={isChosen} onFocus={() => onChoose(draft.key)}>
      <div className={css.line}>
        <button type="button" className={css.name} aria-pressed={isChosen} onClick={() => onChoose(draft.key)}>{t('panels.box', { number, kind })}</button>
        <ActionIcon variant="subtle" color="gray" aria-label={`${t('panels.remove')}: ${t('panels.box', { number, kind })}`} onClick={() => onRemove(draft.key)}><IconTrash size={16} stroke={1.6} /></ActionIcon>
      </div>
      {isChosen && (
        <div className={css.fields}>
          <Checkbox size="xs" label={t('panels.examined')} checked={draft.examined} onChange={({ currentTarget }) => onChange(draft.key, { examined: currentTarget.checked })} />
          <Select size="xs" label={t('panels.class')} value={draft.class ?? 'auto'} allowDeselect={false} data={['auto', ...PANEL_CLASSES].map((value) => ({ value, label: t(`panelClass.${value as PanelClass}`) }))}
            onChange={(value) => onChange(draft.key, { class: PANEL_CLASSES.find((candidate) => candidate === value) })} />
          <div className={css.numbers}>
            {FIELDS.map((field) => (
              <NumberInput key={field} size="xs" label={t(`panels.${field}`)} value={draft.box[field]} min={0} max={field === 'x' || field === 'width' ? figure.width : figure.height} allowDecimal={false} hideControls
                onChange={(value) => { if (typeof value === 'number') set(field, value); }} />
            ))}
          </div>
        </div>
      )}
    </li>
  );
}
