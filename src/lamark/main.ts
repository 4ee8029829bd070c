/** `lamark [options] input.jpg output.jpg registration.lmk public_key.der`: exit 0 done, 1 wrong parameters, 2 anything else. */
import { AppError } from '../core/errors.ts';
import { markFile } from './mark-file.ts';
import { ParameterError, readOptions, USAGE } from './options.ts';
import { BANNER } from './version.ts';

process.exitCode = main(process.argv.slice(2));

function main(argv: readonly string[]): number {
  process.stderr.write(BANNER);
  try {
    markFile(readOptions(argv));
    return 0;
  } catch (error) {
    if (error instanceof ParameterError) {
      process.stderr.write(`${error.message}\n\n${USAGE}`);
      return 1;
    }
    process.stderr.write(`lamark: ${wordsOf(error)}\n`);
    return 2;
  }
}

/** Of our own errors and the system's the message says all; of a bug, where it is. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = error instanceof AppError || 'syscall' in error;
  return known ? error.message : error.stack ?? error.message;
}
