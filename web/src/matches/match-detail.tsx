/** One match: both images, where it was seen, how sure it is, what proves it, what was decided. */
import { Anchor, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { MatchView } from '../../../src/http/native/matches-wire.ts';
import { evidenceUrl, foundUrl, proofUrl, screenshotUrl, tearSheetUrl, useBlock } from '../api/matches.ts';
import { mediumPictureUrl } from '../api/media.ts';
import type { Settings } from '../compare/settings.ts';
import { transformWords } from '../finding/words.ts';
import { dateTime, percent } from '../i18n/format.ts';
import { PictureWithOutline } from '../search/picture-with-outline.tsx';
import { toMatrix } from '../search/outline-in.ts';
import { ProblemAlert } from '../ui/problem-alert.tsx';
import { placeOf } from './match-words.ts';
import { PairStage } from './pair-stage.tsx';
import page from '../ui/page.module.css';
import css from './match-detail.module.css';

interface Props {
  readonly match: MatchView;
  /** How the pair is looked at; kept from match to match. */
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

export function MatchDetail({ match, settings, onSettings }: Props) {
  const { t, i18n } = useTranslation();
  return (
    <article className={css.detail} aria-label={placeOf(t, match, i18n.language)}>
      <Pictures match={match} settings={settings} onSettings={onSettings} />
      <div className={css.columns}>
        <Facts match={match} />
        <div className={css.side}>
          <h2 className={css.title}>{t('matches.evidence')}</h2>
          <div className={page.actions}>
            <Button component="a" href={evidenceUrl(match.id)} download size="xs" leftSection={<IconDownload size={16} aria-hidden />}>{t('matches.evidenceZip')}</Button>
            {match.type === 'press' && match.media.length > 0 && <Button component="a" href={tearSheetUrl(match.id, i18n.language)} target="_blank" variant="default" size="xs">{t('matches.tearSheet')}</Button>}
            {match.screenshot === 'taken' && <Button component="a" href={screenshotUrl(match.id)} target="_blank" variant="default" size="xs">{t('matches.screenshotOpen')}</Button>}
          </div>
          {match.screenshot !== 'taken' && match.screenshot !== 'none' && <p className={css.small}>{t(`matches.screenshot.${match.screenshot}`)}</p>}
          <Block match={match} />
          <Decisions match={match} />
        </div>
      </div>
    </article>
  );
}

function Pictures({ match: { id, found, media: [medium] }, settings, onSettings }: Props) {
  const { t } = useTranslation();
  const registered = medium && { name: medium.name, url: mediumPictureUrl(medium.id, medium.type === 'image' ? 'stored' : 'preview'), width: medium.width ?? 0, height: medium.height ?? 0 };
  const transform = found?.transform ? toMatrix(found.transform) : undefined;
  if (found && found.width !== null && found.height !== null && transform && registered && registered.width > 0) {
    return <PairStage key={id} found={{ name: t('matches.found'), url: foundUrl(id), width: found.width, height: found.height }} registered={{ ...registered, name: t('matches.mine', { name: registered.name }) }} transform={transform} outline={found.outline ?? undefined} settings={settings} onSettings={onSettings} />;
  }
  return (
    <div className={css.pair}>
      {found ? <PictureWithOutline caption={t('matches.found')} picture={foundUrl(id)} size={undefined} outline={undefined} label="" /> : <p className={css.small}>{t('matches.noPicture')}</p>}
      {registered && <PictureWithOutline caption={t('matches.mine', { name: registered.name })} picture={registered.url} size={undefined} outline={undefined} label="" />}
    </div>
  );
}

function Facts({ match }: { readonly match: MatchView }) {
  const { t, i18n } = useTranslation();
  const { pageUrl, imageUrl, credit, score, verified, inliers, covered, mark, media, createdAt, found } = match;
  const motion = transformWords(t, found?.transform ? toMatrix(found.transform) : undefined, {}, i18n.language);
  return (
    <dl className={page.facts}>
      <div><dt>{t('matches.where')}</dt><dd>{pageUrl ? <Anchor href={pageUrl} target="_blank" rel="noreferrer noopener">{pageUrl}</Anchor> : placeOf(t, match, i18n.language)}</dd></div>
      {imageUrl && <div><dt>{t('matches.image')}</dt><dd><Anchor href={imageUrl} target="_blank" rel="noreferrer noopener">{imageUrl}</Anchor></dd></div>}
      {credit && <div><dt>{t('matches.credit')}</dt><dd>{credit}</dd></div>}
      {match.class !== null && <div><dt>{t('search.score')}</dt><dd>{percent(score ?? 0)} % · {t(`search.class.${match.class}`)}</dd></div>}
      {match.class !== null && <div><dt>{t('search.proof')}</dt><dd>{verified ? t('search.verifiedText', { count: inliers ?? 0 }) : t('search.notVerifiedText')}</dd></div>}
      {verified && covered !== null && <div><dt>{t('matches.covered')}</dt><dd>{percent(covered)} %</dd></div>}
      {motion && match.type !== 'press' && <div><dt>{t('search.motion')}</dt><dd>{motion}</dd></div>}
      <div><dt>{t('matches.watermark')}</dt><dd>{mark ? <>{t('matches.watermarkChance')} 10<sup>{Math.ceil(mark.log10p)}</sup></> : t('matches.noWatermark')}</dd></div>
      {media.length > 0 && <div><dt>{t('matches.registered')}</dt><dd>{media.map(({ path }) => path).join(', ')}</dd></div>}
      <div><dt>{t('matches.when')}</dt><dd>{dateTime(createdAt, i18n.language)}</dd></div>
    </dl>
  );
}

/** Not an address of numbers, nor a name of this machine: those are no domains. */
const isDomain = (host: string): boolean => host.includes('.') && /[a-z]/i.test(host);

function Block({ match: { domain } }: { readonly match: MatchView }) {
  const { t } = useTranslation();
  const block = useBlock();
  if (domain === null || !isDomain(domain)) return null;
  return (
    <>
      <div><Button size="compact-sm" variant="subtle" loading={block.isPending} onClick={() => block.mutate({ domain, blocked: true })}>{t('matches.block', { domain })}</Button></div>
      {block.error && <ProblemAlert error={block.error} />}
    </>
  );
}

function Decisions({ match: { decisions } }: { readonly match: MatchView }) {
  const { t, i18n } = useTranslation();
  if (decisions.length === 0) return null;
  return (
    <>
      <h2 className={css.title}>{t('matches.decisions')}</h2>
      <ol className={css.decisions}>
        {decisions.toReversed().map(({ verdict, note, proof, who, when }) => (
          <li key={when}>
            <strong>{t(`matches.verdict.${verdict}`)}</strong> <span className={css.small}>{who}, {dateTime(when, i18n.language)}</span>
            {note && <span className={css.note}>{note}</span>}
            {proof && <Anchor href={proofUrl(proof.id)} download>{proof.name}</Anchor>}
          </li>
        ))}
      </ol>
    </>
  );
}
