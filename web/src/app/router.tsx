/** Every address of the web application. Screens are loaded when first visited. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { readInbox } from '../matches/inbox-view.ts';
import { readView } from '../result/view-search.ts';
import { requireSession } from './require-session.ts';
import { CrashPage, NotFoundPage } from './message-pages.tsx';
import { Shell } from './shell.tsx';

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: CrashPage });

const signIn = createRoute({
  getParentRoute: () => root, path: '/sign-in',
  validateSearch: ({ next }: Record<string, unknown>): { next?: string } => (typeof next === 'string' && /^\/(?!\/)/.test(next) ? { next } : {}),
  component: lazyRouteComponent(() => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Everything below it needs a session. */
const own = createRoute({ getParentRoute: () => root, id: 'own', beforeLoad: requireSession });

const home = createRoute({
  getParentRoute: () => own, path: '/',
  component: lazyRouteComponent(() => import('../home/home-page.tsx'), 'HomePage'),
});
const account = createRoute({
  getParentRoute: () => own, path: '/account',
  component: lazyRouteComponent(() => import('../account/account-page.tsx'), 'AccountPage'),
});
const leaks = createRoute({
  getParentRoute: () => own, path: '/leaks',
  component: lazyRouteComponent(() => import('../leaks/leaks-page.tsx'), 'LeaksPage'),
});
const scan = createRoute({
  getParentRoute: () => own, path: '/scans/$id', validateSearch: readView,
  component: lazyRouteComponent(() => import('../scan/scan-page.tsx'), 'OwnScanPage'),
});
const finding = createRoute({
  getParentRoute: () => own, path: '/scans/$id/findings/$findingId', validateSearch: readView,
  component: lazyRouteComponent(() => import('../compare/compare-page.tsx'), 'OwnComparePage'),
});
const panels = createRoute({
  getParentRoute: () => own, path: '/scans/$id/panels/$figure',
  component: lazyRouteComponent(() => import('../panels/panels-page.tsx'), 'PanelsPage'),
});

const library = createRoute({
  getParentRoute: () => own, path: '/library',
  component: lazyRouteComponent(() => import('../library/library-page.tsx'), 'LibraryPage'),
});
const registry = createRoute({
  getParentRoute: () => own, path: '/registry',
  validateSearch: ({ folder }: Record<string, unknown>): { folder?: number } => (isId(folder) ? { folder } : {}),
  component: lazyRouteComponent(() => import('../registry/registry-page.tsx'), 'RegistryPage'),
});
const verify = createRoute({
  getParentRoute: () => own, path: '/verify',
  component: lazyRouteComponent(() => import('../verify/verify-page.tsx'), 'VerifyPage'),
});
const search = createRoute({
  getParentRoute: () => own, path: '/search',
  validateSearch: ({ in: place, medium }: Record<string, unknown>): { in?: 'library' | 'media'; medium?: number } =>
    ({ ...(place === 'library' || place === 'media' ? { in: place } : {}), ...(isId(medium) ? { medium } : {}) }),
  component: lazyRouteComponent(() => import('../search/search-page.tsx'), 'SearchPage'),
});

const documents = createRoute({
  getParentRoute: () => own, path: '/documents',
  component: lazyRouteComponent(() => import('../documents/documents-page.tsx'), 'DocumentsPage'),
});

const matches = createRoute({
  getParentRoute: () => own, path: '/matches', validateSearch: readInbox,
  component: lazyRouteComponent(() => import('../matches/matches-page.tsx'), 'MatchesPage'),
});
const crawls = createRoute({
  getParentRoute: () => own, path: '/crawls',
  component: lazyRouteComponent(() => import('../crawls/crawls-page.tsx'), 'CrawlsPage'),
});

const shared = createRoute({
  getParentRoute: () => root, path: '/result/$token', validateSearch: readView,
  component: lazyRouteComponent(() => import('../scan/scan-page.tsx'), 'SharedScanPage'),
});
const sharedFinding = createRoute({
  getParentRoute: () => root, path: '/result/$token/findings/$findingId', validateSearch: readView,
  component: lazyRouteComponent(() => import('../compare/compare-page.tsx'), 'SharedComparePage'),
});

const routeTree = root.addChildren([
  signIn, own.addChildren([home, account, scan, finding, panels, library, registry, search, verify, leaks, documents, matches, crawls]), shared, sharedFinding,
]);

export const router = createRouter({ routeTree, defaultErrorComponent: CrashPage, defaultPreload: 'intent', defaultPendingMs: 300, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
