import { useTranslation } from 'react-i18next';
import { bytes } from '../i18n/format.ts';
import type { FileProblem } from './check-files.ts';

/** What happened, the value, the limit, what to do: in the reader's language. */
export function useFileProblemText(): (problem: FileProblem) => string {
  const { t, i18n } = useTranslation();
  const size = (count: number): string => bytes(count, i18n.language);
  return (problem) => {
    switch (problem.is) {
      case 'type': return t('fileProblem.type', { name: problem.name });
      case 'empty': return t('fileProblem.empty', { name: problem.name });
      case 'document-size': return t('fileProblem.documentSize', { name: problem.name, size: size(problem.bytes), limit: size(problem.limit) });
      case 'image-size': return t('fileProblem.imageSize', { name: problem.name, size: size(problem.bytes), limit: size(problem.limit) });
      case 'too-many-images': return t('fileProblem.tooManyImages', { count: problem.count, limit: problem.limit });
      case 'several-documents': return t('fileProblem.severalDocuments', { count: problem.count });
      case 'mixed': return t('fileProblem.mixed');
    }
  };
}
