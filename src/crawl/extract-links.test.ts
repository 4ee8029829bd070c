import { expect, test } from 'vitest';
import { canonicalUrl, isOnSite, siteOf } from './canonical-url.ts';
import { cssUrls, extractLinks } from './extract-links.ts';
import { extractSitemap } from './extract-sitemap.ts';

const PAGE = 'https://example.org/shop/page.html';
const of = (html: string, kind: string): string[] => extractLinks(html, PAGE).filter((link) => link.kind === kind).map(({ url }) => url);

test('pictures in every form a page may have them', () => {
  const html = `
    <meta property="og:image" content="/og.jpg"><link rel="image_src" href="src.png">
    <img src="a.jpg" srcset="a-1x.jpg 1x, /b,c.jpg 2x"><img data-src="lazy.webp" src="data:image/gif;base64,R0lGOD">
    <picture><source srcset="wide.avif 1200w, narrow.avif 600w"><img data-lazy-src="p.jpg"></picture>
    <div style="background-image: url('/bg.png')"></div><style>.x { background: url(css.jpg) } @font-face { src: url(f.woff2) }</style>
    <noscript><img src="noscript.jpg"></noscript><video poster="poster.jpg" src="film.mp4"></video><svg><image href="in-svg.png"></image></svg>`;

  expect(of(html, 'image').map((url) => new URL(url).pathname).sort()).toEqual([
    '/b,c.jpg', '/bg.png', '/og.jpg', '/shop/a-1x.jpg', '/shop/a.jpg', '/shop/css.jpg', '/shop/in-svg.png', '/shop/lazy.webp', '/shop/narrow.avif', '/shop/noscript.jpg', '/shop/p.jpg', '/shop/poster.jpg', '/shop/src.png', '/shop/wide.avif',
  ]);
  expect(of(html, 'video')).toEqual(['https://example.org/shop/film.mp4']);
});

test('links to pages, documents and pictures; scripts, mail and other schemes are none', () => {
  const html = '<base href="https://example.org/base/"><a href="next">n</a><a href="/full.JPG">j</a><a href="paper.pdf">p</a><a href="mailto:a@b">m</a><a href="javascript:void(0)">s</a><a href="app.js">x</a><a rel="nofollow" href="no">no</a><a href="#top">t</a>';

  expect(of(html, 'page')).toEqual(['https://example.org/base/next', 'https://example.org/base/']);
  expect(of(html, 'image')).toEqual(['https://example.org/full.JPG']);
  expect(of(html, 'document')).toEqual(['https://example.org/base/paper.pdf']);
});

test('a page that asks not to be followed still shows its pictures', () => {
  expect(extractLinks('<meta name="robots" content="noindex, nofollow"><a href="x">x</a><img src="y.png">', PAGE)).toEqual([{ url: 'https://example.org/shop/y.png', kind: 'image' }]);
});

test('broken HTML gives what can be read of it', () => {
  expect(of('<html><body><a href=one><b><a href="two"><img src="i.png"</body', 'page')).toEqual(['https://example.org/shop/one', 'https://example.org/shop/two']);
});

test('one spelling of an address, and none of what cannot be asked for', () => {
  expect(canonicalUrl('HTTP://Example.ORG:80/a/../b?utm_source=x&q=1#frag')).toBe('http://example.org/b?q=1');
  for (const text of ['ftp://a/', 'http://user:pass@a/', 'data:,x', '', `http://a/${'x'.repeat(3000)}`]) expect(canonicalUrl(text)).toBeUndefined();
  expect(isOnSite('https://img.example.org/x', siteOf('https://www.example.org/'))).toBe(true);
  expect(isOnSite('https://badexample.org/x', siteOf('https://www.example.org/'))).toBe(false);
});

test('a sitemap, an index of sitemaps, and one that breaks off', () => {
  const xml = '<urlset xmlns:image="i"><url><loc>https://example.org/a</loc><image:image><image:loc>https://example.org/a.jpg</image:loc></image:image></url><url><loc>https://example.org/b</loc>';

  expect(extractSitemap(xml, PAGE)).toEqual([{ url: 'https://example.org/a', kind: 'page' }, { url: 'https://example.org/a.jpg', kind: 'image' }, { url: 'https://example.org/b', kind: 'page' }]);
  expect(extractSitemap('<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>', PAGE)).toEqual([{ url: 'https://example.org/s.xml', kind: 'sitemap' }]);
  expect(extractSitemap('<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>https://example.org/&a;</loc></url></urlset>', PAGE)).toEqual([]);
});

test('pictures of a style sheet', () => {
  expect(cssUrls('a { background: url( "x.png" ) } b { background: url(data:,x) } @import url(other.css);')).toEqual(['x.png']);
});
