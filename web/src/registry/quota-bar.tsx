import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MediaUsageView } from '../../../src/http/native/media-wire.ts';
import { bytes, number } from '../i18n/format.ts';
import css from './quota-bar.module.css';

/** How much of the plan is used; without a quota only what there is. */
export function QuotaBar({ usage }: { readonly usage: MediaUsageView }) {
  const { t, i18n } = useTranslation();
  const { images, imageQuota, bytes: used, diskQuota, exceeded } = usage;
  const count = (value: number): string => number(value, i18n.language, 0);
  const size = (value: number): string => bytes(value, i18n.language);
  const rows = [
    { key: 'images', value: images, quota: imageQuota, text: imageQuota === null ? t('registry.images', { count: images }) : t('registry.imagesOf', { used: count(images), quota: count(imageQuota) }) },
    { key: 'bytes', value: used, quota: diskQuota, text: diskQuota === null ? size(used) : t('registry.bytesOf', { used: size(used), quota: size(diskQuota) }) },
  ];
  return (
    <div className={css.quota}>
      {rows.map(({ key, value, quota, text }) => (
        <div key={key}>
          <span>{text}</span>
          {quota !== null && <Progress value={quota === 0 ? 100 : Math.min(100, (value / quota) * 100)} color={value >= quota ? 'red' : 'blue'} size="sm" aria-label={text} />}
        </div>
      ))}
      {exceeded && <p className={css.exceeded} role="status">{t('registry.exceeded')}</p>}
    </div>
  );
}
