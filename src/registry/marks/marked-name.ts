/** Names of marked files. */

/** The usual ending first. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = { 'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'], 'image/png': ['png'], 'image/webp': ['webp'], 'image/tiff': ['tif', 'tiff'] };

/** The name with an ending of this type: its own where that is one, else the usual one in its place. */
export function markedName(name: string, mime: string): string {
  const endings = ENDINGS[mime] ?? [];
  const own = /\.(\w{1,5})$/.exec(name);
  if (own && endings.includes((own[1] ?? '').toLowerCase())) return name;
  const [usual = 'bin'] = endings;
  return `${own ? name.slice(0, own.index) : name}.${usual}`;
}
