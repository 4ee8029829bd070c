/** Search by image, in the reference library or among my media: one shape of answer for both. */
import type { MarkView, MatchFacts, MediaSearchReply, QueryPicture } from '../../../src/http/native/media-wire.ts';
import type { LibrarySearchReply } from '../../../src/http/native/reference-wire.ts';
import type { ReferenceSource } from '../../../src/core/reference.ts';
import { ApiError } from './client.ts';
import { mediumPictureUrl } from './media.ts';
import { entryPictureUrl } from './reference.ts';
import { sendForm } from './send-form.ts';

export type Place = 'library' | 'media';
export type TransformLimit = 'scale' | 'affine' | 'perspective';

export interface ImageSearch {
  readonly file: File;
  readonly place: Place;
  readonly transform: TransformLimit;
  readonly unverified: boolean;
}

export interface Hit extends MatchFacts {
  readonly key: string;
  readonly name: string;
  /** Of the library. */
  readonly source?: ReferenceSource;
  /** Of my media. */
  readonly medium?: number;
  /** The query carries the mark of this very copy. */
  readonly mark?: MarkView;
  /** px as stored: what the geometry speaks of. */
  readonly width: number;
  readonly height: number;
  readonly picture: string;
  readonly thumbnail: string;
}

export interface Found {
  readonly query: QueryPicture;
  readonly hits: readonly Hit[];
}

/** @throws {ApiError} refused, or unreachable. */
export async function searchByImage({ file, place, transform, unverified }: ImageSearch, onSent: (share: number) => void, signal: AbortSignal): Promise<Found> {
  const form = new FormData();
  form.append('file', file, file.name);
  const query = new URLSearchParams({ transform, unverified: String(unverified), limit: '30' });
  if (place === 'library') {
    const reply = await sendForm<LibrarySearchReply>(`/reference/search?${query}`, form, onSent, signal);
    return { query: reply.query, hits: reply.matches.map(({ entry, ...facts }): Hit => ({ ...facts, key: `e${entry.id}`, name: entry.name, source: entry.source, width: entry.width, height: entry.height, picture: entryPictureUrl(entry.id), thumbnail: entryPictureUrl(entry.id) })) };
  }
  const reply = await sendForm<MediaSearchReply>(`/media/search?${query}`, form, onSent, signal);
  return {
    query: reply.query,
    hits: reply.matches.map(({ medium, second, page, ...facts }): Hit => ({
      ...facts, key: `m${medium.id}/${second ?? page ?? 0}`, name: medium.path, medium: medium.id, width: medium.width ?? 1, height: medium.height ?? 1,
      picture: mediumPictureUrl(medium.id, medium.type === 'image' ? 'stored' : 'preview'), thumbnail: mediumPictureUrl(medium.id, 'thumbnail'),
    })),
  };
}

/** A medium as the query of a search: its pixels as stored. @throws {ApiError} */
export async function fileOfMedium(id: number, name: string): Promise<File> {
  const response = await fetch(mediumPictureUrl(id, 'stored'), { credentials: 'same-origin' });
  if (!response.ok) throw new ApiError(response.status, { code: `http/${response.status}`, message: `HTTP ${response.status}` });
  return new File([await response.blob()], name, { type: response.headers.get('content-type') ?? 'image/jpeg' });
}
