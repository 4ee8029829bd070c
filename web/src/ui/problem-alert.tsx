import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { originalText, useErrorText } from './problem-text.ts';

/** Why something was refused, announced to screen readers at once. */
export function ProblemAlert({ error }: { readonly error: unknown }) {
  const { i18n } = useTranslation();
  const errorText = useErrorText();
  const original = error instanceof ApiError ? originalText(i18n.language, error.code, error.message) : undefined;
  return (
    <Alert color="red" role="alert" variant="light">
      {errorText(error)}
      {original && <span lang="en"> ({original})</span>}
    </Alert>
  );
}
