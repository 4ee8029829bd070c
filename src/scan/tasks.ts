/** Every step that touches untrusted bytes or pixels, by name: what crosses to a worker and what comes back. */
import type { WholeInput, WholeOutput } from './tasks/compare-whole.ts';
import type { CutInput, CutOutput } from './tasks/cut-panels.ts';
import type { PanelQueryInput, PanelQueryOutput } from './tasks/describe-panel.ts';
import type { DemoireInput, DemoireOutput } from './tasks/demoire-image.ts';
import type { QueryInput, QueryOutput } from './tasks/describe-query.ts';
import type { DescribeInput, DescribeOutput } from './tasks/describe-reference.ts';
import type { DetectInput, DetectOutput } from './tasks/detect-marks.ts';
import type { EnhanceInput, EnhanceOutput } from './tasks/enhance-document.ts';
import type { FileInput, FileOutput } from './tasks/examine-file.ts';
import type { ExamineInput, ExamineOutput } from './tasks/examine-panel.ts';
import type { InspectInput, InspectOutput } from './tasks/inspect-file.ts';
import type { JudgeTaskInput, JudgeTaskOutput } from './tasks/judge-candidates.ts';
import type { DocumentInput, DocumentOutput } from './tasks/judge-document.ts';
import type { OriginTaskInput, OriginTaskOutput } from './tasks/judge-origin.ts';
import type { WebImageInput, WebImageOutput } from './tasks/look-at-web-image.ts';
import type { MarkInput, MarkOutput } from './tasks/mark-image.ts';
import type { MeasureInput, MeasureOutput } from './tasks/measure-figure.ts';
import type { OpenInput, OpenOutput } from './tasks/open-registration.ts';
import type { PrepareInput, PrepareOutput } from './tasks/prepare-medium.ts';
import type { PreviewInput, PreviewOutput } from './tasks/preview-image.ts';
import type { PictureInput, PictureOutput } from './tasks/picture-query.ts';
import type { ProposeInput, ProposeOutput } from './tasks/propose-pairs.ts';
import type { JatsInput, JatsOutput } from './tasks/read-jats.ts';
import type { ManifestInput, ManifestOutput } from './tasks/read-manifest.ts';
import type { PageRead, PageReadInput } from './tasks/read-page.ts';
import type { ReadInput, ReadOutput } from './tasks/read-submitted.ts';
import type { PageInput, PageOutput } from './tasks/render-document-page.ts';
import type { ReportTaskInput, ReportTaskOutput } from './tasks/render-report.ts';
import type { TearSheetTaskInput, TearSheetTaskOutput } from './tasks/render-tear-sheet.ts';
import type { ScoreTaskInput, ScoreTaskOutput } from './tasks/score-postings.ts';
import type { VerifyInput, VerifyOutput } from './tasks/verify-pair.ts';

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
  'read-manifest': { input: ManifestInput; output: ManifestOutput };
  'describe-panel': { input: PanelQueryInput; output: PanelQueryOutput };
  'describe-query': { input: QueryInput; output: QueryOutput };
  'score-postings': { input: ScoreTaskInput; output: ScoreTaskOutput };
  'judge-candidates': { input: JudgeTaskInput; output: JudgeTaskOutput };
  'read-page': { input: PageReadInput; output: PageRead | undefined };
  'judge-document': { input: DocumentInput; output: DocumentOutput };
  'enhance-document': { input: EnhanceInput; output: EnhanceOutput };
  'demoire-image': { input: DemoireInput; output: DemoireOutput };
  'judge-origin': { input: OriginTaskInput; output: OriginTaskOutput };
  'compare-whole': { input: WholeInput; output: WholeOutput };
  'prepare-medium': { input: PrepareInput; output: PrepareOutput };
  'picture-query': { input: PictureInput; output: PictureOutput };
  'preview-image': { input: PreviewInput; output: PreviewOutput };
  'render-document-page': { input: PageInput; output: PageOutput };
  'open-registration': { input: OpenInput; output: OpenOutput };
  'mark-image': { input: MarkInput; output: MarkOutput };
  'detect-marks': { input: DetectInput; output: DetectOutput };
  'render-report': { input: ReportTaskInput; output: ReportTaskOutput };
  'render-tear-sheet': { input: TearSheetTaskInput; output: TearSheetTaskOutput };
}

export type TaskName = keyof Tasks;
export type TaskInput<N extends TaskName> = Tasks[N]['input'];
export type TaskOutput<N extends TaskName> = Tasks[N]['output'];

/** A worker loads the code of a task when the task first comes: most never make a report or read a document. */
export const TASKS: { readonly [N in TaskName]: (input: TaskInput<N>) => Promise<TaskOutput<N>> | TaskOutput<N> } = {
  'inspect-file': async (input) => (await import('./tasks/inspect-file.ts')).inspectFile(input),
  'read-submitted': async (input) => (await import('./tasks/read-submitted.ts')).readSubmitted(input),
  'examine-file': async (input) => (await import('./tasks/examine-file.ts')).examineFile(input),
  'look-at-web-image': async (input) => (await import('./tasks/look-at-web-image.ts')).lookAtWebImage(input),
  'measure-figure': async (input) => (await import('./tasks/measure-figure.ts')).measureFigure(input),
  'examine-panel': async (input) => (await import('./tasks/examine-panel.ts')).examinePanel(input),
  'propose-pairs': async (input) => (await import('./tasks/propose-pairs.ts')).proposePairs(input),
  'verify-pair': async (input) => (await import('./tasks/verify-pair.ts')).verifyPair(input),
  'describe-reference': async (input) => (await import('./tasks/describe-reference.ts')).describeReference(input),
  'cut-panels': async (input) => (await import('./tasks/cut-panels.ts')).cutPanels(input),
  'read-jats': async (input) => (await import('./tasks/read-jats.ts')).readJats(input),
  'read-manifest': async (input) => (await import('./tasks/read-manifest.ts')).readManifest(input),
  'describe-panel': async (input) => (await import('./tasks/describe-panel.ts')).describePanel(input),
  'describe-query': async (input) => (await import('./tasks/describe-query.ts')).describeQuery(input),
  'score-postings': async (input) => (await import('./tasks/score-postings.ts')).scorePostings(input),
  'judge-candidates': async (input) => (await import('./tasks/judge-candidates.ts')).judgeCandidates(input),
  'read-page': async (input) => (await import('./tasks/read-page.ts')).readDocument(input),
  'judge-document': async (input) => (await import('./tasks/judge-document.ts')).judgeDocument(input),
  'enhance-document': async (input) => (await import('./tasks/enhance-document.ts')).enhanceDocument(input),
  'demoire-image': async (input) => (await import('./tasks/demoire-image.ts')).demoireImage(input),
  'judge-origin': async (input) => (await import('./tasks/judge-origin.ts')).judgeOrigin(input),
  'compare-whole': async (input) => (await import('./tasks/compare-whole.ts')).compareWhole(input),
  'prepare-medium': async (input) => (await import('./tasks/prepare-medium.ts')).prepareMedium(input),
  'picture-query': async (input) => (await import('./tasks/picture-query.ts')).pictureQuery(input),
  'preview-image': async (input) => (await import('./tasks/preview-image.ts')).previewImage(input),
  'render-document-page': async (input) => (await import('./tasks/render-document-page.ts')).renderDocumentPage(input),
  'open-registration': async (input) => (await import('./tasks/open-registration.ts')).openRegistration(input),
  'mark-image': async (input) => (await import('./tasks/mark-image.ts')).markImage(input),
  'detect-marks': async (input) => (await import('./tasks/detect-marks.ts')).detectMarks(input),
  'render-tear-sheet': async (input) => (await import('./tasks/render-tear-sheet.ts')).renderTearSheet(input),
  'render-report': async (input) => (await import('./tasks/render-report.ts')).renderReport(input),
};
