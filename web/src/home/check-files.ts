/** The server's limits, told before anything is sent. The server judges by content; here names and sizes must do. */
export const MAX_DOCUMENT_BYTES = 30 * 2 ** 20;
export const MAX_IMAGE_BYTES = 20 * 2 ** 20;
export const MAX_IMAGES = 25;

export const DOCUMENT_EXTENSIONS = ['pdf', 'docx'] as const;
export const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'jfif', 'png', 'gif', 'bmp', 'tif', 'tiff', 'svg', 'webp'] as const;

export interface ChosenFile {
  readonly name: string;
  readonly size: number;
}

/** What is wrong with a choice of files, with the figures its message needs. */
export type FileProblem =
  | { readonly is: 'type'; readonly name: string }
  | { readonly is: 'empty'; readonly name: string }
  | { readonly is: 'document-size' | 'image-size'; readonly name: string; readonly bytes: number; readonly limit: number }
  | { readonly is: 'too-many-images'; readonly count: number; readonly limit: number }
  | { readonly is: 'several-documents'; readonly count: number }
  | { readonly is: 'mixed' };

export function checkFiles(files: readonly ChosenFile[]): readonly FileProblem[] {
  const documents = files.filter(({ name }) => kindOf(name) === 'document');
  const images = files.filter(({ name }) => kindOf(name) === 'image');
  return [
    ...files.flatMap(checkFile),
    ...(documents.length > 0 && images.length > 0 ? [{ is: 'mixed' } as const] : []),
    ...(documents.length > 1 ? [{ is: 'several-documents', count: documents.length } as const] : []),
    ...(images.length > MAX_IMAGES ? [{ is: 'too-many-images', count: images.length, limit: MAX_IMAGES } as const] : []),
  ];
}

function checkFile({ name, size }: ChosenFile): readonly FileProblem[] {
  const kind = kindOf(name);
  if (!kind) return [{ is: 'type', name }];
  if (size === 0) return [{ is: 'empty', name }];
  const limit = kind === 'document' ? MAX_DOCUMENT_BYTES : MAX_IMAGE_BYTES;
  return size < limit ? [] : [{ is: `${kind}-size`, name, bytes: size, limit }];
}

export function kindOf(name: string): 'document' | 'image' | undefined {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if ((DOCUMENT_EXTENSIONS as readonly string[]).includes(extension)) return 'document';
  return (IMAGE_EXTENSIONS as readonly string[]).includes(extension) ? 'image' : undefined;
}
