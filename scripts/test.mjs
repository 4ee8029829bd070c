// Runs the whole suite with the checks behind it, and closes with one plain line that counts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const env = { NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compile'), ...process.env, PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}` };
const results = path.join(root, 'test-results', 'vitest.json');

/** Types, lint and import directions, in what the tests leave of the processor (they wait a good part of their time). Gives the exit code, and tells what was said. */
async function check() {
  const child = spawn('npm', ['run', '--silent', 'check'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
  const [code] = await once(child, 'close');
  return { code: code ?? 1, said: Buffer.concat(said).toString() };
}

const checking = process.argv.includes('--no-check') ? { code: 0, said: '' } : check();
rmSync(results, { force: true });
const files = process.argv.slice(2).filter((arg) => arg !== '--no-check');
const suite = spawn(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...files], { cwd: root, env, stdio: 'inherit' });
const [status] = await once(suite, 'close');
const { code: checks, said } = await checking;
console.log(said);

const report = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
const failed = report.numFailedTests + (checks === 0 ? 0 : 1);
console.log(`\n${report.numPassedTests} passed, ${failed} failed${report.numPendingTests ? `, ${report.numPendingTests} skipped` : ''}`);
process.exit(checks === 0 && status === 0 ? 0 : 1);
