/** Matches in words. */
import type { TFunction } from 'i18next';
import type { MatchGroup, MatchView } from '../../../src/http/native/matches-wire.ts';
import type { InboxView } from '../api/matches.ts';
import { date } from '../i18n/format.ts';

/** Host of the page, paper and page, or what was searched with. */
export function placeOf(t: TFunction, { type, domain, press, search }: MatchView, language: string): string {
  if (press) return t('matches.onPage', { name: press.name, date: press.date === '' ? '' : date(press.date, language), page: press.page });
  if (type === 'user' && search !== null) return t('matches.ofSearch', { search });
  return domain ?? t('matches.noPlace');
}

export function pileName(t: TFunction, { key, name }: Pick<MatchGroup, 'key' | 'name'>, by: InboxView['by'], language: string): string {
  if (key === null) return t(by === 'image' ? 'matches.noImage' : 'matches.noPlace');
  if (by === 'day') return date(`${key}T12:00:00Z`, language);
  return name?.split('/').at(-1) ?? key;
}
