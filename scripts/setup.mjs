// Sets everything up on a fresh machine: packages, kernels, web build, and with `test` the browser. Plain JavaScript for any Node ≥ 20.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const forTests = process.argv[2] === 'test';
const stamp = path.join(root, 'node_modules', '.touchstone-setup');

const say = (text) => console.error(`touchstone: ${text}`);
const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ADBLOCK: '1' } });
  if (error || status !== 0) {
    say(`\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ` with status ${status}`}`);
    process.exit(1);
  }
};

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  say(`Node ${process.versions.node} is too old; 20 or newer is needed to start (24 is then used from node_modules)`);
  process.exit(1);
}

installPackages();
buildAll();
if (forTests) installBrowser();

function installPackages() {
  const lock = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('installing packages (once; a minute or two)');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const link = path.join(root, 'node_modules', '.bin', 'touchstone');
  if (!existsSync(link)) symlinkSync(path.join('..', '..', 'bin', 'touchstone.mjs'), link); // so that npx finds our own command at once
  writeFileSync(stamp, lock);
}

function buildAll() {
  const node = path.join(root, 'node_modules', '.bin', 'node');
  run(node, ['scripts/build-kernels.mjs']);
  const index = path.join(root, 'web', 'dist', 'index.html');
  if (existsSync(path.join(root, 'web', 'index.html')) && (!existsSync(index) || newest(path.join(root, 'web'), ['dist']) > statSync(index).mtimeMs)) {
    say('building the web application');
    run(node, ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']);
  }
}

function newest(folder, skip = []) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skip.includes(entry.name)) continue;
    const file = path.join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(file) : statSync(file).mtimeMs);
  }
  return time;
}

/** Browser, and the tools that tests compare with. */
function installBrowser() {
  const wanted = { chromium: '/usr/bin/chromium', strace: '/usr/bin/strace', 'poppler-utils': '/usr/bin/pdftoppm', curl: '/usr/bin/curl', ffmpeg: '/usr/bin/ffmpeg' };
  const missing = Object.entries(wanted).filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (spawnSync('python3', ['-c', 'import requests']).status !== 0) missing.push('python3', 'python3-requests'); // runs the examples of the IMATAG reference
  if (missing.length === 0) return;
  const root_ = process.getuid?.() === 0;
  if (!root_ || !existsSync('/usr/bin/apt-get')) {
    say(`the tests need these Debian packages: ${missing.join(' ')} — install them (apt-get install ${missing.join(' ')}) and run again`);
    process.exit(1);
  }
  say(`installing ${missing.join(' ')} for the tests`);
  execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  mkdirSync(path.join(root, 'test-results'), { recursive: true });
}
