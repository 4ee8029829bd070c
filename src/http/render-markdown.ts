/** Our own documentation pages as HTML: headings, paragraphs, lists, tables, fenced code, `code`, **strong**, links. No more than those pages use. */
import { escapeHtml } from './message-page.ts';

export function renderMarkdown(text: string): string {
  const lines = text.split('\n');
  const out: string[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? '';
    const until = (belongs: (line: string) => boolean): string[] => {
      const from = i;
      while (i < lines.length && belongs(lines[i] ?? '')) i++;
      return lines.slice(from, i);
    };
    const heading = /^(#{1,4}) (.+)$/.exec(line);
    if (line.trim() === '') {
      i++;
    } else if (heading) {
      const level = heading[1]?.length ?? 1;
      out.push(`<h${level}>${inline(heading[2] ?? '')}</h${level}>`);
      i++;
    } else if (line.startsWith('```')) {
      i++;
      out.push(`<pre><code>${escapeHtml(until((one) => !one.startsWith('```')).join('\n'))}</code></pre>`);
      i++;
    } else if (line.startsWith('|')) {
      out.push(table(until((one) => one.startsWith('|'))));
    } else if (line.startsWith('- ')) {
      out.push(`<ul>${until((one) => one.startsWith('- ')).map((one) => `<li>${inline(one.slice(2))}</li>`).join('')}</ul>`);
    } else {
      out.push(`<p>${inline(until((one) => one.trim() !== '' && !/^(#|\||- |```)/.test(one)).join(' '))}</p>`);
    }
  }
  return out.join('\n');
}

function table([head = '', , ...rows]: readonly string[]): string {
  const cells = (row: string, tag: string): string =>
    row.replace(/^\||\|$/g, '').split(/(?<!\\)\|/).map((cell) => `<${tag}>${inline(cell.trim().replaceAll('\\|', '|'))}</${tag}>`).join('');
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('')}</tbody></table>`;
}

function inline(text: string): string {
  return text.split(/(`[^`]+`)/).map((part) => (part.startsWith('`') && part.length > 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : marks(escapeHtml(part)))).join('');
}

function marks(html: string): string {
  return html
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\[([^\]]+)\]\(((?:https?:\/|\/|#)[^)\s]*)\)/g, '<a href="$2">$1</a>');
}
