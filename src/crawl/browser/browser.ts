/** A page in a browser that has no network of its own: every request it makes is answered by the caller, or refused. */
import { setTimeout as pause } from 'node:timers/promises';
import { UnavailableError } from '../../core/errors.ts';
import { startDevtools, type Devtools, type DevtoolsEvent } from './devtools.ts';

/** As the protocol names them. */
export type ResourceType = 'Document' | 'Stylesheet' | 'Image' | 'Media' | 'Font' | 'Script' | 'XHR' | 'Fetch' | 'Other';

export interface Resource {
  readonly url: string;
  readonly type: ResourceType;
}

export interface ResourceAnswer {
  readonly status: number;
  /** `content-type` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface PageInput {
  readonly url: string;
  /** The page itself, as it was received. */
  readonly document: ResourceAnswer;
  /** Undefined: refused. */
  answer(resource: Resource): Promise<ResourceAnswer | undefined>;
  /** ms, for all of it. */
  readonly timeoutMs: number;
}

export interface Browser {
  /** The document after its scripts have run, as HTML. @throws {UnavailableError} */
  html(page: PageInput): Promise<string>;
  /** The whole page, at most 8000 px of it, as PNG. @throws {UnavailableError} */
  screenshot(page: PageInput): Promise<Uint8Array>;
  /** `Chrome/148.0…` */
  readonly version: string;
  alive(): boolean;
  close(): Promise<void>;
}

/** px. */
const WIDTH = 1280;
const HEIGHT = 1024;
const MAX_HEIGHT = 8000;
/** ms without a request after which a page counts as drawn. */
const QUIET = 400;
/** Requests of one page. */
const MAX_REQUESTS = 200;

/** RFC 9110 §15.3.5: a page that would go elsewhere stays what it is; an error would take its place. Frames stay empty. */
const STAY: ResourceAnswer = { status: 204, headers: {}, body: new Uint8Array() };

/** @throws {UnavailableError} `fetch/failed`: it did not start. */
export async function openBrowser(program: string): Promise<Browser> {
  const devtools = await startDevtools(program);
  try {
    const { product } = await within(devtools.send<{ product: string }>('Browser.getVersion'), 20_000);
    return {
      html: (page) => onPage(devtools, page, async (sessionId) => {
        const { result } = await devtools.send<{ result: { value?: unknown } }>('Runtime.evaluate', { expression: 'document.documentElement.outerHTML', returnByValue: true }, sessionId);
        return typeof result.value === 'string' ? result.value : '';
      }),
      screenshot: (page) => onPage(devtools, page, async (sessionId) => {
        const { cssContentSize } = await devtools.send<{ cssContentSize: { height: number } }>('Page.getLayoutMetrics', {}, sessionId);
        const height = Math.min(MAX_HEIGHT, Math.max(HEIGHT, Math.ceil(cssContentSize.height)));
        const { data } = await devtools.send<{ data: string }>('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip: { x: 0, y: 0, width: WIDTH, height, scale: 1 } }, sessionId);
        return new Uint8Array(Buffer.from(data, 'base64'));
      }),
      version: product.replace(/^Headless/, ''), alive: devtools.alive, close: devtools.close,
    };
  } catch (error) {
    await devtools.close();
    throw error;
  }
}

/** Opens the page in a context of its own (no cookies, no storage), waits until it is quiet, and closes it. */
async function onPage<T>(devtools: Devtools, page: PageInput, use: (sessionId: string) => Promise<T>): Promise<T> {
  const { browserContextId } = await within(devtools.send<{ browserContextId: string }>('Target.createBrowserContext'), page.timeoutMs);
  try {
    return await within((async () => {
      const { targetId } = await devtools.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank', browserContextId });
      const { sessionId } = await devtools.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
      await load(devtools, sessionId, page);
      return use(sessionId);
    })(), page.timeoutMs + 5000);
  } finally {
    if (devtools.alive()) await devtools.send('Target.disposeBrowserContext', { browserContextId }).catch(() => undefined);
  }
}

interface Paused {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly resourceType: ResourceType;
}

/** Ends when the page is quiet, or when its time is over: what it has drawn until then counts. */
async function load(devtools: Devtools, sessionId: string, { url, document, answer, timeoutMs }: PageInput): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let open = 0;
  let requests = 0;
  let quietSince = performance.now();
  let isLoaded = false;
  let isServed = false;

  const respond = async ({ requestId, request, resourceType }: Paused): Promise<void> => {
    open++;
    const isMain = resourceType === 'Document' && !isServed;
    isServed ||= isMain;
    const may = isMain || (requests++ < MAX_REQUESTS && request.method === 'GET' && /^https?:/.test(request.url) && performance.now() < deadline);
    const given = isMain ? document : resourceType === 'Document' ? STAY : may ? await answer({ url: request.url, type: resourceType }).catch(() => undefined) : undefined;
    await (given
      ? devtools.send('Fetch.fulfillRequest', { requestId, responseCode: given.status, responseHeaders: Object.entries(given.headers).map(([name, value]) => ({ name, value })), body: Buffer.from(given.body).toString('base64') }, sessionId)
      : devtools.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }, sessionId)).catch(() => undefined);
    open--;
    quietSince = performance.now();
  };
  const off = devtools.on((event: DevtoolsEvent) => {
    if (event.sessionId !== sessionId) return;
    if (event.method === 'Fetch.requestPaused') void respond(event.params as unknown as Paused);
    else if (event.method === 'Page.loadEventFired') isLoaded = true;
    else if (event.method === 'Page.javascriptDialogOpening') void devtools.send('Page.handleJavaScriptDialog', { accept: false }, sessionId).catch(() => undefined);
  });
  try {
    await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId);
    await devtools.send('Page.enable', {}, sessionId);
    await devtools.send('Emulation.setDeviceMetricsOverride', { width: WIDTH, height: HEIGHT, deviceScaleFactor: 1, mobile: false }, sessionId);
    await devtools.send('Page.setDownloadBehavior', { behavior: 'deny' }, sessionId).catch(() => undefined);
    await devtools.send('Page.navigate', { url }, sessionId);
    while (performance.now() < deadline && !(isLoaded && open === 0 && performance.now() - quietSince >= QUIET)) await pause(50);
  } finally {
    off();
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const timer = new AbortController();
  const late = pause(ms, undefined, { signal: timer.signal }).then(() => { throw new UnavailableError('fetch/timeout', `the browser did not answer within ${Math.round(ms / 1000)} s`); });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
