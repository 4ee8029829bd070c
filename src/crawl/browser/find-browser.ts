/** The browser that is installed on this machine. None is shipped: a page that needs one is drawn where there is one. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'] as const;

/** Path of a Chromium or Chrome in one of the folders of a `PATH`; undefined: there is none. */
export function findBrowser(searchPath: string): string | undefined {
  return searchPath.split(path.delimiter).filter((folder) => folder !== '').flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
