import { expect, test } from 'vitest';
import { readJats } from './read-jats.ts';

const article = `<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "https://example.org/JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
<article-id pub-id-type="pmid">1</article-id><article-id pub-id-type="doi">10.1234/ABC.5</article-id>
<title-group><article-title>Cells of <italic>some</italic>
 kind</article-title></title-group>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Open access.</license-p></license></permissions>
</article-meta></front><body><fig id="f1"><label>Figure 1</label><caption><p>Stained cells.</p></caption><graphic xlink:href="abc-g001"/></fig>
<fig><graphic xlink:href="abc-g002.jpg"/></fig></body>
<back><ref><article-title>Another title</article-title><pub-id pub-id-type="doi">10.9/other</pub-id></ref></back></article>`;

test('gives title, DOI, licence and captions, and nothing of the works it cites', () => {
  expect(readJats(new TextEncoder().encode(article))).toEqual({
    title: 'Cells of some kind', doi: '10.1234/abc.5', licence: 'https://creativecommons.org/licenses/by/4.0/',
    figures: [{ href: 'abc-g001', label: 'Figure 1', caption: 'Stained cells.' }, { href: 'abc-g002.jpg' }],
  });
});

test('an entity of the document type is not expanded', () => {
  const bomb = '<!DOCTYPE article [<!ENTITY a "aaaa">]><article><front><article-meta><title-group><article-title>x&a;y</article-title></title-group></article-meta></front></article>';
  expect(readJats(new TextEncoder().encode(bomb)).title).not.toContain('aaaa');
});

test.each([['<article><front>'], ['<book/>'], ['no XML']])('says that %s is no article', (text) => {
  expect(() => readJats(new TextEncoder().encode(text))).toThrow(expect.objectContaining({ code: 'document/corrupt' }));
});
