import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Whether two names lead to one file: by path, by link or by inode. */
export function isSameFile(a: string, b: string): boolean {
  if (path.resolve(a) === path.resolve(b) || resolved(a) === resolved(b)) return true;
  const [one, other] = [statSync(a, { throwIfNoEntry: false }), statSync(b, { throwIfNoEntry: false })];
  return one !== undefined && other !== undefined && one.ino !== 0 && one.ino === other.ino && one.dev === other.dev;
}

/** Follows links of the folder even where the file does not exist yet. */
function resolved(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    try {
      return path.join(realpathSync(path.dirname(file)), path.basename(file));
    } catch {
      return path.resolve(file);
    }
  }
}
