// Compiles kernels/*.ts to build/kernels/*.wasm (AssemblyScript, SIMD); skips what is newer than its source.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const out = path.join(root, 'build', 'kernels');
mkdirSync(out, { recursive: true });
const asc = path.join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');

for (const file of readdirSync(path.join(root, 'kernels')).filter((name) => name.endsWith('.ts'))) {
  const source = path.join(root, 'kernels', file);
  const target = path.join(out, file.replace(/\.ts$/, '.wasm'));
  if (existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs) continue;
  execFileSync(process.execPath, [
    asc, source, '--outFile', target, '--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert',
    '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=', '--importMemory', '--noExportMemory',
  ], { stdio: 'inherit', cwd: root });
}
