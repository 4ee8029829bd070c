/** Traces that generating programs leave in metadata: which field, what it must look like. */
import type { MetadataField } from '../../imaging/metadata/field.ts';

interface Trace {
  readonly program: string;
  /** Name of the field, in any container. */
  readonly name: RegExp;
  readonly value: (text: string) => boolean;
}

const matches = (pattern: RegExp) => (text: string): boolean => pattern.test(text);

/** A JSON object in which some node or key is the program's own; a text that merely begins like one is none. */
const json = (test: (value: Record<string, unknown>) => boolean) => (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && test(value as Record<string, unknown>);
  } catch {
    return false;
  }
};

const isComfyNode = (node: unknown): boolean => typeof node === 'object' && node !== null && typeof (node as { class_type?: unknown }).class_type === 'string' && 'inputs' in node;
/** "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: …" in the last line of A1111 and the many programs that write as it does. */
const A1111 = /(^|\n|, )Steps: \d+, (?:[^\n]*, )?(Sampler|CFG scale|Seed|Size): /;
const TEXT_FIELD = /^(parameters|UserComment|ImageDescription|Description|Comment|COM|exif:UserComment|XPComment)$/i;
const PROGRAM_FIELD = /^(Software|xmp:CreatorTool|CreatorTool|OriginatingProgram|ProcessingSoftware|Make|Model|Source|Credit|photoshop:Credit|Artist|Author|dc:creator|stEvt:softwareAgent|tiff:Software)$/i;

export const TRACES: readonly Trace[] = [
  { program: 'AUTOMATIC1111 or compatible', name: TEXT_FIELD, value: matches(A1111) },
  { program: 'ComfyUI', name: /^(prompt|Make|ImageDescription|UserComment)$/i, value: (text) => json((value) => Object.values(value).some(isComfyNode))(text.replace(/^prompt:\s*/i, '')) },
  { program: 'ComfyUI', name: /^(workflow|Model|UserComment)$/i, value: (text) => json((value) => Array.isArray(value['nodes']) && 'last_node_id' in value)(text.replace(/^workflow:\s*/i, '')) },
  { program: 'InvokeAI', name: /^(invokeai_metadata|invokeai_graph|sd-metadata)$/i, value: json(() => true) },
  { program: 'InvokeAI', name: /^Dream$/, value: matches(/-[sSCAW]\s*\S+/) },
  { program: 'NovelAI', name: /^(Software|Source|Comment|Title)$/i, value: matches(/^NovelAI|"request_type":\s*"PromptGenerateRequest"/i) },
  { program: 'Fooocus', name: /^(fooocus_scheme|parameters|UserComment)$/i, value: (text) => text === 'fooocus' || json((value) => /fooocus/i.test(String(value['version'] ?? '')))(text) },
  { program: 'SwarmUI', name: /^(parameters|UserComment)$/i, value: json((value) => 'sui_image_params' in value) },
  { program: 'Draw Things', name: /^(exif:UserComment|UserComment)$/i, value: json((value) => 'v2' in value && 'sampler' in value && 'steps' in value) },
  { program: 'Midjourney', name: /^(Description|dc:description|ImageDescription|Caption-Abstract)$/i, value: matches(/\bJob ID: [0-9a-f]{8}-[0-9a-f-]{27}|--v \d(\.\d)?\b|--ar \d+:\d+\b.*--/) },
  { program: 'xAI Grok', name: /^ImageDescription$/i, value: matches(/^Signature: [A-Za-z0-9+/=]{60,}$/) },
  { program: 'named by the file', name: PROGRAM_FIELD, value: matches(/\b(Adobe Firefly|Midjourney|DALL[·.\-E ]?E\b|Stable ?Diffusion|ComfyUI|InvokeAI|NovelAI|Fooocus|Leonardo\.?AI|Ideogram|Black Forest Labs|Flux\.1|Imagen \d|Made with Google AI|Bing Image Creator|Recraft|Playground ?AI|DreamStudio|Stability ?AI|AI generated;)/i) },
];

/** The program whose trace a field is. */
export function generatorOf({ name, value }: MetadataField): string | undefined {
  return TRACES.find((trace) => trace.name.test(name) && trace.value(value))?.program;
}
