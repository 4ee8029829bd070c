import { useTranslation } from 'react-i18next';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { HomeButton, MessagePage } from '../app/message-pages.tsx';
import { originalText, problemText } from '../ui/problem-text.ts';

/** A scan that has no result, and why. */
export function FailedPage({ scan }: { readonly scan: ScanSummary }) {
  const { t, i18n } = useTranslation();
  const cancelled = scan.state === 'cancelled';
  const { problem } = scan;
  const plain = problem && problemText(t, i18n.language, problem.code, problem.message);
  const original = problem && originalText(i18n.language, problem.code, problem.message);
  return (
    <MessagePage title={t(cancelled ? 'failed.cancelledTitle' : 'failed.title', { name: scan.name })} action={scan.readOnly ? undefined : <HomeButton />}>
      {cancelled ? <p>{t('failed.cancelledText')}</p> : <p>{plain ?? t('failed.unknown')}</p>}
      {!cancelled && original && <p lang="en">{original}</p>}
      {!cancelled && problem && <p><code>{problem.code}</code></p>}
      {problem?.requestId && <p>{t('message.requestId', { id: problem.requestId })}</p>}
    </MessagePage>
  );
}
