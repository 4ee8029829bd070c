/** Runs one file detector on the encoded bytes of a figure. */
import type { ImageFormat } from '../../core/media.ts';
import type { FileReading } from '../../detectors/detector.ts';
import { fileDetectors } from '../catalog.ts';

export interface FileInput {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly detector: string;
}

export type FileOutput = FileReading;

export async function examineFile({ bytes, format, detector: name }: FileInput): Promise<FileOutput> {
  const detector = fileDetectors().find((candidate) => candidate.name === name);
  if (!detector) throw new RangeError(`no file detector ${name}`);
  return detector.detect({ bytes, format }, detector.params);
}
