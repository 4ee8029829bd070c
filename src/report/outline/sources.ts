/** Where the reference images of a finding come from: work, licence, place. */
import type { Evidence, ReferenceImage } from '../../core/evidence.ts';
import type { Block, Fact } from '../outline.types.ts';
import type { ReportFinding } from '../report-input.ts';
import { clip } from './shorten.ts';
import type { Wording } from './wording.ts';

/** Sources told of one finding. */
const MOST = 6;

export function sourceBlocks({ sides }: Pick<ReportFinding, 'sides'>, { references = [] }: Evidence, words: Wording): Block[] {
  const shown = sides.flatMap(({ image }) => references.filter(({ id }) => id === image)).slice(0, MOST);
  if (shown.length === 0) return [];
  return [{ type: 'title', level: 2, text: words.say('source.title') }, ...shown.map((one): Block => ({ type: 'facts', rows: factsOf(one, words) }))];
}

function factsOf({ name, source, match, entry }: ReferenceImage, { say }: Wording): Fact[] {
  const { title, doi, licence, collection, page, figure, url } = source;
  const place = [page === undefined ? '' : say('source.page', { page: String(page) }), figure ?? ''].filter((part) => part !== '').join(' · ');
  const known = (label: string, value: string | undefined, link?: string): Fact[] => (value ? [{ label, value: clip(value, 200), ...(link ? { url: link } : {}) }] : []);
  return [
    ...known(say('source.name'), name), ...known(say('source.work'), title), ...known('DOI', doi, doi && `https://doi.org/${encodeURI(doi)}`),
    ...known(say('source.place'), place), ...known(say('source.licence'), licence ?? say('source.noLicence')), ...known(say('source.collection'), collection),
    ...known('URL', url), ...known(say('source.match'), say(`source.${match}`)), ...known(say('source.entry'), String(entry)),
  ];
}
