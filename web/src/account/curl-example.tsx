import { CopyButton } from '../ui/copy-button.tsx';
import css from './account-page.module.css';

/** Two calls that take a paper to its result, ready to paste. */
export function CurlExample({ origin }: { readonly origin: string }) {
  const text = [
    `curl -X POST '${origin}/v1/scan' \\`,
    `  -H "Authorization: Bearer $KEY" \\`,
    `  -F 'file=@paper.pdf'`,
    ``,
    `curl '${origin}/v1/result/SCAN_ID' \\`,
    `  -H "Authorization: Bearer $KEY"`,
  ].join('\n');
  return (
    <div className={css.code}>
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} floating />
    </div>
  );
}
