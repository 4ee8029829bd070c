/** docs/configuration.md from the one table of settings. */
import { SETTINGS } from '../src/config.ts';

export function configurationPage(): string {
  const rows = Object.values(SETTINGS).map((setting) => {
    const shown = 'shown' in setting && setting.shown !== undefined ? setting.shown : setting.default === undefined || setting.default === '' ? '–' : `\`${String(setting.default)}\``;
    return `| \`${setting.env}\` | ${setting.says} | ${shown} |`;
  });
  return [
    '# Configuration', '',
    'Everything is set by environment variables. A value out of range stops the start with a sentence that names it.', '',
    '| variable | what it is | default |', '|---|---|---|', ...rows, '',
    '`LIMIT_…` bounds are those of the Imagetwin API: a document must be *smaller* than 30 MiB and have *fewer* than 50 pages.', '',
    'This page is made by `npm run generate`; a test compares it with the code.', '',
  ].join('\n');
}
