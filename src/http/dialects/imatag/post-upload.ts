/** POST /uploads/ — keeps a file for a day, to be named by its address elsewhere. */
import { InputError } from '../../../core/errors.ts';
import type { FileFormat } from '../../../core/media.ts';
import type { Routes } from '../../services.ts';
import { callerOf } from './auth.ts';
import { bodyBytes, bodyType, readFields } from './body.ts';
import { keepFile } from './keep-file.ts';
import { startsAsForm } from './multipart.ts';
import { linkUrl } from './static-links.ts';
import { ERRORS, toExpiry, UploadReply } from './wire.ts';

/** ms; the reference says "approximate" and no number. */
export const UPLOAD_MS = 86_400_000;

/** Media type of each format we read. */
export const MEDIA_TYPE = {
  jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', bmp: 'image/bmp', tiff: 'image/tiff', webp: 'image/webp', svg: 'image/svg+xml', pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const satisfies Record<FileFormat, string>;

/** Types that a body may be announced as; what it is decides its content. */
const TAKEN = /^(?:image\/|application\/(?:pdf|octet-stream|x-www-form-urlencoded)$|multipart\/form-data$|$)/;

export const postUpload: Routes = async (app, services) => {
  app.post('/uploads/', {
    schema: { tags: ['imatag'], summary: 'Keep an image for 24 hours at an address of its own', consumes: ['image/jpeg'], response: { 201: UploadReply, ...ERRORS } },
  }, async (request, reply) => {
    const body = bodyBytes(request);
    if (!TAKEN.test(bodyType(request))) throw new InputError('request/unsupported-media-type', `uploads are images (image/jpeg …), not ${bodyType(request)}`);
    const file = startsAsForm(body) ? readFields(request, ['file']).files.get('file') : { name: 'upload', bytes: body };
    if (!file) throw new InputError('request/invalid', 'the form has no file in a part named "file"');
    const { format } = await services.compute.run('inspect-file', { bytes: Uint8Array.from(file.bytes) }, { lane: 'serve' });
    if (format === undefined || format === 'docx') throw new InputError('image/unsupported', 'the content is no image that is read here; send JPEG, PNG, GIF, BMP, TIFF, SVG or WebP');
    const expiresAt = new Date(services.clock().getTime() + UPLOAD_MS);
    const link = await keepFile({ accountId: callerOf(request).id, bytes: file.bytes, type: MEDIA_TYPE[format], name: `${file.name}.${format}`, expiresAt }, services);
    return reply.code(201).send({ expiry: toExpiry(expiresAt), url: await linkUrl(link.id, services) });
  });
};
