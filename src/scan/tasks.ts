/** Every step that touches untrusted bytes or pixels, by name: what crosses to a worker and what comes back. */
import { compareWhole, type WholeInput, type WholeOutput } from './tasks/compare-whole.ts';
import { cutPanels, type CutInput, type CutOutput } from './tasks/cut-panels.ts';
import { describePanel, type PanelQueryInput, type PanelQueryOutput } from './tasks/describe-panel.ts';
import { describeQuery, type QueryInput, type QueryOutput } from './tasks/describe-query.ts';
import { describeReference, type DescribeInput, type DescribeOutput } from './tasks/describe-reference.ts';
import { detectMarks, type DetectInput, type DetectOutput } from './tasks/detect-marks.ts';
import { examineFile, type FileInput, type FileOutput } from './tasks/examine-file.ts';
import { examinePanel, type ExamineInput, type ExamineOutput } from './tasks/examine-panel.ts';
import { inspectFile, type InspectInput, type InspectOutput } from './tasks/inspect-file.ts';
import { judgeCandidates, type JudgeTaskInput, type JudgeTaskOutput } from './tasks/judge-candidates.ts';
import { judgeDocument, type DocumentInput, type DocumentOutput } from './tasks/judge-document.ts';
import { lookAtWebImage, type WebImageInput, type WebImageOutput } from './tasks/look-at-web-image.ts';
import { markImage, type MarkInput, type MarkOutput } from './tasks/mark-image.ts';
import { measureFigure, type MeasureInput, type MeasureOutput } from './tasks/measure-figure.ts';
import { openRegistration, type OpenInput, type OpenOutput } from './tasks/open-registration.ts';
import { prepareMedium, type PrepareInput, type PrepareOutput } from './tasks/prepare-medium.ts';
import { previewImage, type PreviewInput, type PreviewOutput } from './tasks/preview-image.ts';
import { pictureQuery, type PictureInput, type PictureOutput } from './tasks/picture-query.ts';
import { proposePairs, type ProposeInput, type ProposeOutput } from './tasks/propose-pairs.ts';
import { readJats, type JatsInput, type JatsOutput } from './tasks/read-jats.ts';
import { readSubmitted, type ReadInput, type ReadOutput } from './tasks/read-submitted.ts';
import { renderDocumentPage, type PageInput, type PageOutput } from './tasks/render-document-page.ts';
import { renderReport, type ReportTaskInput, type ReportTaskOutput } from './tasks/render-report.ts';
import { scorePostings, type ScoreTaskInput, type ScoreTaskOutput } from './tasks/score-postings.ts';
import { verifyPair, type VerifyInput, type VerifyOutput } from './tasks/verify-pair.ts';

export interface Tasks {
  'inspect-file': { input: InspectInput; output: InspectOutput };
  'read-submitted': { input: ReadInput; output: ReadOutput };
  'examine-file': { input: FileInput; output: FileOutput };
  'look-at-web-image': { input: WebImageInput; output: WebImageOutput };
  'measure-figure': { input: MeasureInput; output: MeasureOutput };
  'examine-panel': { input: ExamineInput; output: ExamineOutput };
  'propose-pairs': { input: ProposeInput; output: ProposeOutput };
  'verify-pair': { input: VerifyInput; output: VerifyOutput };
  'describe-reference': { input: DescribeInput; output: DescribeOutput };
  'cut-panels': { input: CutInput; output: CutOutput };
  'read-jats': { input: JatsInput; output: JatsOutput };
  'describe-panel': { input: PanelQueryInput; output: PanelQueryOutput };
  'describe-query': { input: QueryInput; output: QueryOutput };
  'score-postings': { input: ScoreTaskInput; output: ScoreTaskOutput };
  'judge-candidates': { input: JudgeTaskInput; output: JudgeTaskOutput };
  'judge-document': { input: DocumentInput; output: DocumentOutput };
  'compare-whole': { input: WholeInput; output: WholeOutput };
  'prepare-medium': { input: PrepareInput; output: PrepareOutput };
  'picture-query': { input: PictureInput; output: PictureOutput };
  'preview-image': { input: PreviewInput; output: PreviewOutput };
  'render-document-page': { input: PageInput; output: PageOutput };
  'open-registration': { input: OpenInput; output: OpenOutput };
  'mark-image': { input: MarkInput; output: MarkOutput };
  'detect-marks': { input: DetectInput; output: DetectOutput };
  'render-report': { input: ReportTaskInput; output: ReportTaskOutput };
}

export type TaskName = keyof Tasks;
export type TaskInput<N extends TaskName> = Tasks[N]['input'];
export type TaskOutput<N extends TaskName> = Tasks[N]['output'];

export const TASKS: { readonly [N in TaskName]: (input: TaskInput<N>) => Promise<TaskOutput<N>> | TaskOutput<N> } = {
  'inspect-file': inspectFile,
  'read-submitted': readSubmitted,
  'examine-file': examineFile,
  'look-at-web-image': lookAtWebImage,
  'measure-figure': measureFigure,
  'examine-panel': examinePanel,
  'propose-pairs': proposePairs,
  'verify-pair': verifyPair,
  'describe-reference': describeReference,
  'cut-panels': cutPanels,
  'read-jats': readJats,
  'describe-panel': describePanel,
  'describe-query': describeQuery,
  'score-postings': scorePostings,
  'judge-candidates': judgeCandidates,
  'judge-document': judgeDocument,
  'compare-whole': compareWhole,
  'prepare-medium': prepareMedium,
  'picture-query': pictureQuery,
  'preview-image': previewImage,
  'render-document-page': renderDocumentPage,
  'open-registration': openRegistration,
  'mark-image': markImage,
  'detect-marks': detectMarks,
  'render-report': renderReport,
};
