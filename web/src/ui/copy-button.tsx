import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text.ts';
import css from './copy-button.module.css';

const SHOWN_MS = 2000;

export function CopyButton({ text, label, floating = false }: { readonly text: string; readonly label?: string; readonly floating?: boolean }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');
  const copy = async (): Promise<void> => {
    setState(await copyText(text) ? 'copied' : 'refused');
    setTimeout(() => setState('ready'), SHOWN_MS);
  };
  return (
    <Button variant="default" size="compact-sm" className={floating ? css.floating : undefined} onClick={() => void copy()}
      leftSection={state === 'copied' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}>
      <span aria-live="polite">{state === 'ready' ? label ?? t('common.copy') : t(`common.${state}`)}</span>
    </Button>
  );
}
