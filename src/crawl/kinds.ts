/** What an address is expected to be. */
export type UrlKind = 'page' | 'image' | 'video' | 'document' | 'style' | 'sitemap';

export interface FoundLink {
  /** Absolute and in canonical form. */
  readonly url: string;
  readonly kind: UrlKind;
}
