/** The web application as the server of one test file shows it: a copy of the build, so that another build does not pull files from under it. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface WebRoot {
  /** For `Config.root`. */
  readonly root: string;
  remove(): void;
}

/** Copies `web/dist`; builds instead where that is missing or older than its sources. */
export function webRoot(): WebRoot {
  const root = mkdtempSync(path.join(os.tmpdir(), 'touchstone-web-'));
  const target = path.join(root, 'web', 'dist');
  const built = path.join(project, 'web', 'dist');
  mkdirSync(target, { recursive: true });
  symlinkSync(path.join(project, 'docs'), path.join(root, 'docs'));
  if (isCurrent(built)) cpSync(built, target, { recursive: true });
  else execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', 'web', '--outDir', target, '--emptyOutDir', '--logLevel', 'error'], { cwd: project, stdio: 'inherit' });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function isCurrent(dist: string): boolean {
  const index = path.join(dist, 'index.html');
  return existsSync(index) && statSync(index).mtimeMs >= newest(path.join(project, 'web'), ['dist']);
}

/** ms of the latest change below a folder. */
function newest(folder: string, skip: readonly string[] = []): number {
  const times = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !skip.includes(name)).map((entry) => {
    const at = path.join(folder, entry.name);
    return entry.isDirectory() ? newest(at) : statSync(at).mtimeMs;
  });
  return Math.max(0, ...times);
}
