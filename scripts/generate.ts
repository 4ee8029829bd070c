/** Writes the generated catalogues: `npm run generate` after adding a detector. */
import { readdirSync, writeFileSync, existsSync } from 'node:fs';

const detectors = new URL('../src/detectors/', import.meta.url);
const names = readdirSync(detectors, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/detector.ts`, detectors)))
  .map(({ name }) => name)
  .sort();
const camel = (name: string): string => name.replace(/-(.)/g, (_, c: string) => c.toUpperCase());

writeFileSync(new URL('catalog.generated.ts', detectors), [
  '/** Every detector, in the order of their names. Made by `npm run generate`; do not edit. */',
  ...names.map((name) => `import ${camel(name)} from './${name}/detector.ts';`),
  "import type { Detector } from './detector.ts';",
  '',
  `export const DETECTORS = [${names.map(camel).join(', ')}] as unknown as readonly Detector[];`,
  '',
].join('\n'));
console.log(`${names.length} detectors: ${names.join(', ')}`);
