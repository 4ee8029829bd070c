/** Writes the generated files: `npm run generate` after adding a detector or a setting. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configurationPage } from './configuration-page.ts';

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

const page = new URL('../docs/configuration.md', import.meta.url);
writeFileSync(page, configurationPage());

// docs/detectors.md: the method cards, one after the other.
const cards = names.map((name) => readFileSync(new URL(`${name}/README.md`, detectors), 'utf8').replace(/^#/gm, '##').trim());
writeFileSync(new URL('../docs/detectors.md', import.meta.url), ['# Detectors', '', 'Made by `npm run generate` from the method cards in `src/detectors`.', '', cards.join('\n\n'), ''].join('\n'));
