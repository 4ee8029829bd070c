/** The command line of `lamark`: four files and four options. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly input: string;
  readonly output: string;
  readonly registration: string;
  readonly key: string;
  readonly transactional: boolean;
  readonly secret?: string;
  readonly payload?: number;
  /** dB. */
  readonly strength?: number;
}

export const USAGE = `usage: lamark [options] <input_image.jpg> <output_image.jpg> <registration.lmk> <public_key.der>

  <input_image.jpg>     full-resolution input image, in JPEG format
  <output_image.jpg>    full-resolution watermarked image, in JPEG format
  <registration.lmk>    encrypted registration data, to be sent to the media endpoint
  <public_key.der>      encryption key of the server (DER or PEM)

options:
  -t                    transactional watermarking: a much smaller registration, for an image whose first registration was sent without -t
  --secret PASSPHRASE   make the key from a passphrase, which is needed again to detect
  --payload N           hide a number from 0 to 16777215
  --strength 42|45|48   PSNR in dB; lower is stronger (default 45)
`;

const MAX_PAYLOAD = 2 ** 24 - 1;
const STRENGTHS = [42, 45, 48];

/** Thrown for wrong parameters: usage on stderr, exit 1. */
export class ParameterError extends Error {}

/** @throws {ParameterError} */
export function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parsed(argv);
  const [input = '', output = '', registration = '', key = ''] = positionals;
  if (positionals.length !== 4) throw new ParameterError(`four files are expected, ${positionals.length} are given`);
  if (values.secret === '') throw new ParameterError('--secret is empty');
  return {
    input, output, registration, key, transactional: values.t ?? false,
    ...(values.secret === undefined ? {} : { secret: values.secret }),
    ...(values.payload === undefined ? {} : { payload: payloadOf(values.payload) }),
    ...(values.strength === undefined ? {} : { strength: strengthOf(values.strength) }),
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv], allowPositionals: true,
      options: { t: { type: 'boolean', short: 't' }, secret: { type: 'string' }, payload: { type: 'string' }, strength: { type: 'string' } },
    });
  } catch (error) {
    throw new ParameterError(error instanceof Error ? error.message.split('. To specify')[0] ?? '' : String(error));
  }
}

function payloadOf(text: string): number {
  const payload = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (!(payload <= MAX_PAYLOAD)) throw new ParameterError(`--payload is "${text}"; a whole number from 0 to ${MAX_PAYLOAD} is expected`);
  return payload;
}

function strengthOf(text: string): number {
  const strength = Number(text);
  if (!STRENGTHS.includes(strength)) throw new ParameterError(`--strength is "${text}"; one of ${STRENGTHS.join(', ')} is expected`);
  return strength;
}
