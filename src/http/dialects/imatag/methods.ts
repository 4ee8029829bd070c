/** Which methods an address takes: told by `Allow` with 405. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InputError } from '../../../core/errors.ts';

export interface Methods {
  /** @throws {InputError} `request/method-not-allowed`, when the address takes other methods; its `Allow` is set. */
  refuse(request: FastifyRequest, reply: FastifyReply): void;
}

/** Call it before the routes are added. */
export function watchMethods(app: FastifyInstance): Methods {
  const known: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    known.push({ pattern: toPattern(url), methods: [method].flat() });
  });
  return {
    refuse({ url, method }, reply) {
      const path = url.split('?')[0]?.replace(/\/$/, '') ?? '';
      const methods = known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
      if (methods.length === 0) return;
      const allow = [...new Set(methods)].sort().join(', ');
      reply.header('allow', allow);
      throw new InputError('request/method-not-allowed', `${path} takes ${allow}, not ${method}`);
    },
  };
}

/** `:name` is one part of the path, `*` any number. */
function toPattern(url: string): RegExp {
  const source = url.replace(/\/$/, '').replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*');
  return new RegExp(`^${source}$`);
}
