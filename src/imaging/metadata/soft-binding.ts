/** The assertion that ties a manifest to an image by a mark in its pixels, so that it is found again when it was stripped. Source: C2PA specification 2.1, §18.10. */
import { CBORBox, type IBox, type SuperBox } from '@trustnxt/c2pa-ts/jumbf';
import { Assertion } from '@trustnxt/c2pa-ts/manifest';

/** Our watermark; the value is the fingerprint of the key it was laid with, 64 characters of lower-case hex. */
export const WATERMARK_BINDING = 'touchstone.watermark.sbm1';

const LABEL = 'c2pa.soft-binding';
/** Box type of assertions in CBOR: `cbor` in the usual form of JUMBF. */
const CBOR_ASSERTION = Buffer.from('63626f7200110010800000aa00389b71', 'hex');

export interface SoftBinding {
  readonly algorithm: string;
  readonly value: string;
}

export class SoftBindingAssertion extends Assertion {
  override label = LABEL;
  override uuid = Uint8Array.from(CBOR_ASSERTION);
  private readonly binding: SoftBinding;

  constructor(binding: SoftBinding) {
    super();
    this.binding = binding;
  }

  /** The library reads assertions that it does not know as empty ones; {@link softBindingOf} reads what is in them. */
  override readContentFromJUMBF(): void {}

  override generateJUMBFBoxForContent(): IBox {
    const box = new CBORBox();
    box.content = { alg: this.binding.algorithm, blocks: [{ scope: {}, value: new TextEncoder().encode(this.binding.value) }], pad: new Uint8Array(0) };
    return box;
  }
}

/** What a soft binding of our form says; undefined: another assertion, or another form. */
export function softBindingOf({ label, sourceBox }: { readonly label?: string; readonly sourceBox?: SuperBox }): SoftBinding | undefined {
  const box = label === LABEL ? sourceBox?.contentBoxes[0] : undefined;
  if (!(box instanceof CBORBox)) return undefined;
  const { alg, blocks } = (box.content ?? {}) as { readonly alg?: unknown; readonly blocks?: unknown };
  const [first] = Array.isArray(blocks) ? (blocks as readonly unknown[]) : [];
  const value = first !== null && typeof first === 'object' && 'value' in first ? first.value : undefined;
  return typeof alg === 'string' && value instanceof Uint8Array && value.length <= MOST ? { algorithm: alg, value: new TextDecoder().decode(value) } : undefined;
}

/** byte. */
const MOST = 512;
