/** Their search as ours: parameters in the query, in a form or in JSON; the picture as a file or by its address. */
import type { FastifyRequest } from 'fastify';
import { InputError } from '../../../core/errors.ts';
import type { FileFormat } from '../../../core/media.ts';
import type { SearchSettings } from '../../../store/searches.ts';
import type { HttpServices } from '../../services.ts';
import { bodyBytes, bodyType, readFields, queryOf, type BodyFile, type Fields } from './body.ts';
import { readAll, readBoolean, readText, readWord } from './parameters.ts';
import { readSource } from './read-source.ts';
import { startsAsForm } from './multipart.ts';

export interface SearchRequest {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
  readonly name: string;
  /** Answer with the matches, and record nothing. */
  readonly sync: boolean;
  readonly settings: SearchSettings;
}

const MAX_NAME = 500;

/** @throws {InputError} both or neither of file and url, a wrong word, a file that is no image or PDF @throws {LimitError} */
export async function readSearch(request: FastifyRequest, services: HttpServices): Promise<SearchRequest> {
  const { values, files } = fieldsOf(request);
  const { category = 'private', similar = false, transform = 'scale', sync, name, url } = readAll({
    category: () => readWord(values, 'category', ['private', 'web']),
    similar: () => readBoolean(values, 'similar'),
    transform: () => readWord(values, 'transform', ['scale', 'affine', 'perspective']),
    sync: () => readBoolean(values, 'sync'),
    name: () => readText(values, 'name', MAX_NAME),
    url: () => readText(values, 'url'),
  });
  const settings: SearchSettings = { category, similar, transform };
  const file = files.get('file');
  if ((url === undefined) === (file === undefined)) throw new InputError('request/invalid', url === undefined ? 'send a file in a part named "file", or its address as url' : 'file and url exclude each other; send one of them');

  const query = file ?? (await fetched(url ?? '', request, services));
  const format = await judge(query, services);
  const isDocument = format === 'pdf';
  if (isDocument && sync === true) throw new InputError('request/invalid', 'documents are searched in the background only; leave sync out, or send sync=0');
  return { bytes: query.bytes, format, name: name ?? url ?? query.name, sync: sync ?? !isDocument, settings };
}

/** An image as the whole body is taken too, with the parameters in the query. */
function fieldsOf(request: FastifyRequest): Fields {
  const body = bodyBytes(request);
  if (/^(?:image\/|application\/(?:pdf|octet-stream)$)/.test(bodyType(request)) && !startsAsForm(body)) {
    return { values: queryOf(request).values, files: new Map([['file', { name: 'file', bytes: body }]]) };
  }
  return readFields(request, ['file']);
}

async function fetched(url: string, request: FastifyRequest, services: HttpServices): Promise<BodyFile> {
  const { bytes, name } = await readSource(url, request, services, Math.max(services.config.maxDocumentBytes, services.config.maxImageBytes));
  return { bytes, name };
}

async function judge({ bytes, name }: BodyFile, { compute, config }: HttpServices): Promise<FileFormat> {
  if (bytes.length === 0) throw new InputError('request/invalid', `"${name}" is empty`);
  const { format, pages } = await compute.run('inspect-file', { bytes: Uint8Array.from(bytes) }, { lane: 'serve' });
  if (format === undefined || format === 'docx') throw new InputError('image/unsupported', `"${name}" is no image or PDF that is read here; send JPEG, PNG, GIF, BMP, TIFF, SVG, WebP or PDF`);
  if (pages !== undefined && pages >= config.maxPages) throw new InputError('document/too-many-pages', `"${name}" has ${pages} pages; the limit is ${config.maxPages - 1}`);
  return format;
}
