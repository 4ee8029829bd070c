/** Pictures of documents: judged, straightened, freed of moiré. The server keeps nothing of them. */
import type { DocumentView, EnhancedView, ImprovementName, MoireView } from '../../../src/http/native/documents-wire.ts';
import { sendForm } from './send-form.ts';

type OnSent = (share: number) => void;

function formOf(file: File, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, file.name);
  return form;
}

/** @throws {ApiError} refused, or unreachable. */
export const judgeDocument = (file: File, onSent: OnSent, signal: AbortSignal): Promise<DocumentView> => sendForm('/documents/judge', formOf(file), onSent, signal);

export const enhanceDocument = (file: File, wanted: { readonly straighten: boolean; readonly improvement: ImprovementName }, onSent: OnSent, signal: AbortSignal): Promise<EnhancedView> =>
  sendForm('/documents/enhance', formOf(file, { straighten: String(wanted.straighten), improvement: wanted.improvement }), onSent, signal);

export const removeMoire = (file: File, onSent: OnSent, signal: AbortSignal): Promise<MoireView> => sendForm('/documents/moire', formOf(file), onSent, signal);
