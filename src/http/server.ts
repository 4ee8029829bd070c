/** The HTTP server: one port for the web application, the native API and the dialects. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { answerImatagError } from './dialects/imatag/errors.ts';
import { getStatic } from './dialects/imatag/get-static.ts';
import { imatag } from './dialects/imatag/plugin.ts';
import { samples as imatagSamples } from './dialects/imatag/samples.ts';
import { otherVersions } from './dialects/imatag/versions.ts';
import { imagetwin } from './dialects/imagetwin/plugin.ts';
import { samplePages } from './dialects/imagetwin/sample-pages.ts';
import { imgauth } from './dialects/imgauth/plugin.ts';
import { describeApi } from './docs.ts';
import { answerError, noSuchAddress } from './errors.ts';
import { health } from './health.ts';
import { nativeApi } from './native/plugin.ts';
import { reportPages } from './report-pages.ts';
import { addSecurityHeaders } from './security-headers.ts';
import type { HttpServices, Services } from './services.ts';
import { sweepUploads } from './uploads.ts';
import { webPages } from './web-pages.ts';

/** ms for a request to arrive as a whole: a large form over a slow line, but not for ever. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

/** ms that answers under way get when the server closes. */
const CLOSE_GRACE_MS = 5000;

export function buildServer(services: Services): FastifyInstance {
  const { config, log } = services;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Addresses of results are capabilities: we log the route, not the address.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustProxy ? config.trustProxy.split(',').map((item) => item.trim()) : false,
    bodyLimit: 2 ** 20,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ajv: { customOptions: { removeAdditional: false } }, // an unknown property is refused, not dropped
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    // An address that cannot be decoded reaches no route and no dialect's own handler.
    frameworkErrors: (error, request, reply) => void (request.url.startsWith('/api/') ? answerImatagError : answerError)(error, request, reply),
  });
  const closing = new AbortController();
  app.addHook('onReady', () => sweepUploads(config, new Date(Date.now() - REQUEST_TIMEOUT_MS)));
  app.addHook('preClose', async () => {
    closing.abort();
    letGo(app.server);
  });
  const http: HttpServices = { ...services, closing: closing.signal, baseUrl: () => baseUrl(app, services) };

  continueOnlyWhenWanted(app);
  addSecurityHeaders(app);
  logRequests(app);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => answerError(noSuchAddress(request), request, reply));

  app.removeContentTypeParser('text/plain'); // the one type of another site's form that would pass for JSON

  void app.register(cookie);
  void app.register(multipart, { throwFileSizeLimit: false });
  void app.register(describeApi, http);
  void app.register(health, http);
  void app.register(nativeApi, { ...http, prefix: '/native/v1' });
  void app.register(imagetwin, { ...http, prefix: '/v1' });
  void app.register(imatag, { ...http, prefix: '/api/v1' });
  void app.register(imgauth, http);
  void app.register(otherVersions, { ...http, prefix: '/api' });
  void app.register(getStatic, http);
  void app.register(imatagSamples, http);
  void app.register(samplePages, http);
  void app.register(reportPages, http);
  void app.register(webPages, http);
  return app;
}

/** A connection whose request was refused before its body was read is not idle yet when the server begins to close: it would be kept open for its whole keep-alive time. */
function letGo(server: Server): void {
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const rest = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  server.once('close', () => {
    clearInterval(idle);
    clearTimeout(rest);
  });
}

/** `Expect: 100-continue` is answered only when the body is about to be read, after hooks had their chance to refuse it. */
function continueOnlyWhenWanted(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => {
    app.server.emit('request', request, response);
  });
  app.addHook('preParsing', async (request, reply) => {
    if (/^100-continue$/i.test(request.headers.expect ?? '')) reply.raw.writeContinue();
  });
}

function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request completed');
  });
}

function baseUrl(app: FastifyInstance, { config }: Services): string {
  if (config.publicUrl) return config.publicUrl.replace(/\/+$/, '');
  const address = app.server.address() as AddressInfo | string | null;
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return `http://localhost:${port}`;
}
