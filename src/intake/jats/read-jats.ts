/** Metadata of an article package: title, DOI, licence, and the captions of its figures. Source: NISO Z39.96-2021 (JATS 1.3). */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { InputError } from '../../core/errors.ts';

export interface JatsFigure {
  /** As the article names the file, mostly without its ending. */
  readonly href: string;
  /** `Figure 2` */
  readonly label?: string;
  readonly caption?: string;
}

export interface JatsArticle {
  readonly title?: string;
  readonly doi?: string;
  /** Address of the licence where one is given, else what the text says. */
  readonly licence?: string;
  readonly figures: readonly JatsFigure[];
}

/** Characters kept of one text. */
const MOST = 2000;
const MAX_DEPTH = 400;

/**
 * A document type is passed over: its entities are not read, so nothing is expanded or fetched.
 *
 * @throws {InputError} `document/corrupt`: not well-formed, or no article.
 */
export function readJats(bytes: Uint8Array): JatsArticle {
  const path: string[] = [];
  const attributes: Record<string, string>[] = [];
  const texts = { title: '', doi: '', licence: '', label: '', caption: '' };
  const figures: JatsFigure[] = [];
  let licenceUrl = '';
  let hrefs: string[] = [];
  let isArticle = false;
  const within = (...names: string[]): boolean => names.every((name) => path.includes(name));
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  parser.on('error', (error) => {
    if (/undefined entity/i.test(error.message)) return;
    throw new InputError('document/corrupt', `the article's XML is not well-formed: ${error.message}`, {}, { cause: error });
  });
  parser.on('opentag', ({ name, attributes: own }: SaxesTagPlain) => {
    if (path.length === 0) isArticle = name === 'article';
    path.push(name);
    attributes.push(own);
    if (path.length > MAX_DEPTH) throw new InputError('document/corrupt', `the article's XML nests more than ${MAX_DEPTH} elements`);
    if (name === 'fig') {
      hrefs = [];
      texts.label = '';
      texts.caption = '';
    }
    const href = own['xlink:href'] ?? own['href'];
    if (href && name === 'graphic' && within('fig')) hrefs.push(href);
    if (href && (name === 'license' || (name === 'ext-link' && within('license'))) && licenceUrl === '') licenceUrl = href;
  });
  parser.on('text', (text) => {
    const name = path.at(-1);
    const front = within('article-meta') && !within('related-article') && !within('sub-article');
    if (front && within('title-group', 'article-title')) texts.title += text;
    else if (front && name === 'article-id' && attributes.at(-1)?.['pub-id-type'] === 'doi') texts.doi += text;
    else if (front && (within('license') || within('license-p'))) texts.licence += text;
    else if (within('fig', 'label')) texts.label += text;
    else if (within('fig', 'caption')) texts.caption += text;
  });
  parser.on('closetag', ({ name }) => {
    path.pop();
    attributes.pop();
    if (name === 'fig') for (const href of hrefs) figures.push({ href, ...optional('label', texts.label), ...optional('caption', texts.caption) });
  });
  parser.write(new TextDecoder().decode(bytes)).close();
  if (!isArticle) throw new InputError('document/corrupt', 'this XML is no JATS article');
  return { ...optional('title', texts.title), ...optional('doi', texts.doi.toLowerCase()), ...optional('licence', licenceUrl || texts.licence), figures };
}

function optional<K extends string>(key: K, text: string): { readonly [key in K]?: string } {
  const clean = text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST);
  return (clean === '' ? {} : { [key]: clean }) as { [key in K]?: string };
}
