/** Addresses of a sitemap or of an index of sitemaps. Source: sitemaps.org protocol 0.9; Google's image extension. */
import { SaxesParser } from 'saxes';
import { canonicalUrl } from './canonical-url.ts';
import { kindByExtension } from './extract-links.ts';
import type { FoundLink } from './kinds.ts';

/** The protocol allows 50,000 in one file; a crawl does not get that far. */
const MAX_LINKS = 10_000;

/** What comes before an error in the XML; a document type ends it. */
export function extractSitemap(xml: string, url: string): FoundLink[] {
  const links: FoundLink[] = [];
  const path: string[] = [];
  let text = '';
  let broken = false;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('doctype', () => { broken = true; });
  parser.on('error', () => { broken = true; });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    text = '';
  });
  parser.on('text', (part) => { text += part; });
  parser.on('closetag', ({ name }) => {
    path.pop();
    const found = broken || links.length >= MAX_LINKS || !/(^|:)loc$/.test(name) ? undefined : canonicalUrl(text, url);
    if (found !== undefined) links.push({ url: found, kind: name === 'image:loc' ? 'image' : path.at(-1) === 'sitemap' ? 'sitemap' : kindByExtension(found) });
  });
  try {
    parser.write(xml).close();
  } catch {
    // What came before stands.
  }
  return links;
}
