/** Search by image: the form, what the query looks like, and a match as facts for the eye. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { applyTo } from '../../core/geometry.ts';
import type { IndexMatch, SearchOptions } from '../../registry/image-index.ts';
import type { HttpServices } from '../services.ts';
import { receiveForm, refuseOversized } from '../uploads.ts';
import { oneFile } from './media-upload.ts';
import { TransformLimit, type MatchFacts, type QueryPicture } from './media-wire.ts';

export const SearchQuery = Type.Object({
  transform: Type.Optional(TransformLimit),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  /** Also what could not be proven. */
  unverified: Type.Optional(Type.Boolean({ default: false })),
});

export const searchForm = (services: Pick<HttpServices, 'config'>) => ({
  config: { documentedBody: Type.Object({ file: Type.String({ format: 'binary' }) }) },
  onRequest: async (request: FastifyRequest, reply: FastifyReply): Promise<void> => refuseOversized(request, reply, oneFile(services)),
});

export interface Answered {
  /** What was asked with. */
  readonly bytes: Uint8Array;
  readonly query: QueryPicture;
  readonly matches: readonly IndexMatch[];
}

/** px. */
const PICTURE_SIDE = 1200;

/** @throws {InputError | LimitError} not a form with a file, or an image that cannot be read. */
export async function searchBy(request: FastifyRequest, { transform = 'perspective', limit = 20, unverified = false }: Static<typeof SearchQuery>, where: Pick<SearchOptions, 'scopes' | 'panels'>, services: HttpServices): Promise<Answered> {
  const form = await receiveForm(request, 'file', oneFile(services));
  try {
    const bytes = (await form.files[0]?.read()) ?? new Uint8Array();
    const { width, height, type, bytes: picture } = await services.compute.run('picture-query', { bytes, maxSide: PICTURE_SIDE }, { lane: 'serve' });
    const matches = await services.index.search(bytes, { ...where, transform, limit, unverified });
    return { bytes, query: { width, height, picture: `data:${type};base64,${Buffer.from(picture).toString('base64')}` }, matches };
  } finally {
    await form.discard();
  }
}

export function toMatchFacts({ score, class: kind, verified, covered, inliers, transform, width, height }: IndexMatch): MatchFacts {
  const corners = [{ x: 0, y: 0 }, { x: width, y: 0 }, { x: width, y: height }, { x: 0, y: height }];
  return { score, class: kind, verified, covered, inliers, transform: [...transform], outline: corners.map((corner) => applyTo(transform, corner)) };
}
