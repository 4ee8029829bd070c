/** Links of an HTML page: pages, images with their lazy and responsive forms, videos, documents, style sheets. */
import { load, type CheerioAPI } from 'cheerio';
import { canonicalUrl } from './canonical-url.ts';
import type { FoundLink, UrlKind } from './kinds.ts';

/** Links of one page that are followed; more are a trap. */
const MAX_LINKS = 3000;

const BY_EXTENSION: readonly (readonly [RegExp, UrlKind])[] = [
  [/\.(jpe?g|jfif|png|gif|bmp|tiff?|webp|avif|svg)$/i, 'image'],
  [/\.(mp4|m4v|mov|webm|mkv|avi|ogv|mpe?g)$/i, 'video'],
  [/\.(pdf|docx?|pptx?|xlsx?|odt|odp|epub)$/i, 'document'],
  [/\.(css)$/i, 'style'],
];
/** Extensions of things that are neither page nor picture. */
const OF_NO_INTEREST = /\.(js|mjs|json|woff2?|ttf|otf|eot|zip|gz|tgz|rar|7z|exe|dmg|iso|mp3|wav|ogg|flac)$/i;
const IMAGE_ATTRIBUTES = ['src', 'data-src', 'data-original', 'data-lazy', 'data-lazy-src', 'data-image', 'data-full', 'data-zoom-image', 'data-bg', 'data-background-image'] as const;
const SRCSET_ATTRIBUTES = ['srcset', 'data-srcset', 'data-lazy-srcset', 'imagesrcset'] as const;

/** In the order of the page, each once; nothing where the page asks not to be followed (`meta robots nofollow`). */
export function extractLinks(html: string, pageUrl: string): FoundLink[] {
  const $ = load(html);
  const base = canonicalUrl($('base[href]').first().attr('href') ?? '', pageUrl) ?? pageUrl;
  const links = new Map<string, UrlKind>();
  const add = (text: string | undefined, kind: UrlKind): void => {
    const url = text === undefined || links.size >= MAX_LINKS ? undefined : canonicalUrl(text, base);
    if (url !== undefined && !links.has(url)) links.set(url, kind);
  };
  collectImages($, add);
  $('video[src], video source[src]').each((_, element) => add($(element).attr('src'), 'video'));
  $('meta[property="og:video"], meta[property="og:video:url"]').each((_, element) => add($(element).attr('content'), 'video'));
  $('link[rel~="stylesheet"][href]').each((_, element) => add($(element).attr('href'), 'style'));
  if (!asksNotToFollow($)) {
    $('a[href], area[href], iframe[src], frame[src], link[rel="next"][href], link[rel="canonical"][href]').each((_, element) => {
      if (/\bnofollow\b/i.test($(element).attr('rel') ?? '')) return;
      const url = canonicalUrl($(element).attr('href') ?? $(element).attr('src') ?? '', base);
      if (url !== undefined && !OF_NO_INTEREST.test(new URL(url).pathname)) add(url, kindByExtension(url));
    });
  }
  return [...links].map(([url, kind]) => ({ url, kind }));
}

/** What the end of its path says; a page where it says nothing. */
export function kindByExtension(url: string): UrlKind {
  const { pathname } = new URL(url);
  return BY_EXTENSION.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'page';
}

function collectImages($: CheerioAPI, add: (text: string | undefined, kind: UrlKind) => void): void {
  $('meta[property="og:image"], meta[property="og:image:url"], meta[property="og:image:secure_url"], meta[name="twitter:image"], meta[itemprop="image"]').each((_, element) => add($(element).attr('content'), 'image'));
  $('link[rel="image_src"][href], link[rel="preload"][as="image"][href]').each((_, element) => add($(element).attr('href'), 'image'));
  $('img, picture source, image, input[type="image"], video[poster], [data-bg], [data-background-image]').each((_, element) => {
    const node = $(element);
    const isVideo = element.type === 'tag' && element.tagName === 'video';
    if (isVideo) add(node.attr('poster'), 'image');
    else for (const name of IMAGE_ATTRIBUTES) add(node.attr(name), 'image');
    for (const name of SRCSET_ATTRIBUTES) for (const url of readSrcset(node.attr(name) ?? '')) add(url, 'image');
    add(node.attr('href') ?? node.attr('xlink:href'), 'image');
  });
  $('[style*="url("]').each((_, element) => { for (const url of cssUrls($(element).attr('style') ?? '')) add(url, 'image'); });
  $('style').each((_, element) => { for (const url of cssUrls($(element).text())) add(url, 'image'); });
  // Pictures that only a script would show.
  $('noscript').each((_, element) => { for (const [, url] of $(element).text().matchAll(/<img[^>]+src=["']?([^"' >]+)/gi)) add(url, 'image'); });
}

/** HTML §4.8.4.2: addresses may hold commas, so candidates end at white space or at a comma before white space. */
function readSrcset(text: string): string[] {
  return [...text.matchAll(/\s*,?\s*([^\s,]\S*[^\s,])(?:\s+[\d.]+[wxh])*\s*(?:,|$)/g)].map(([, url]) => url ?? '');
}

/** Images named by `url(…)` in CSS; fonts and imports are passed over. */
export function cssUrls(css: string): string[] {
  return [...css.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)'"]*))\s*\)/gi)]
    .map(([, double, single, bare]) => (double ?? single ?? bare ?? '').trim())
    .filter((url) => url !== '' && !url.startsWith('data:') && !/\.(woff2?|ttf|otf|eot|css)(\?|#|$)/i.test(url));
}

function asksNotToFollow($: CheerioAPI): boolean {
  return $('meta[name="robots" i], meta[name="touchstone" i]').toArray().some((element) => /\b(nofollow|none)\b/i.test($(element).attr('content') ?? ''));
}
