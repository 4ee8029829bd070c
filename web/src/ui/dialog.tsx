import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './dialog.module.css';

interface Props {
  readonly opened: boolean;
  readonly title: string;
  readonly size?: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** A dialog with a title and a way out. Mantine's own header is a banner landmark, of which a page has one already;
 * its scroll lock would add a <style> element, which the content security policy refuses. */
export function Dialog({ opened, title, size = 'md', children, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} lockScroll={false} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={css.head}>
          <Modal.Title className={css.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('common.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
