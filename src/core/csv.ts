/** RFC 4180 with CRLF: a header line, then a line a row. */
export function toCsv(columns: readonly string[], rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return [columns.join(','), ...rows.map((row) => row.map((value) => toCell(value === null ? '' : String(value))).join(',')), ''].join('\r\n');
}

/** A spreadsheet would run a cell that begins like a formula; a leading apostrophe keeps it text. OWASP, "CSV Injection". */
function toCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return guarded !== text || /[",\r\n]/.test(text) ? `"${guarded.replaceAll('"', '""')}"` : text;
}
