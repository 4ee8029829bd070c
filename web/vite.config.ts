/** Builds the web application to web/dist. Nothing is inlined, so the pages run under `script-src 'self'; style-src 'self'`. */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Every browser we support reads woff2; without this the build would carry each font twice. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/@fontsource[\\/].*\.css$/.test(id)) return null;
    return { code: code.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, ''), map: null };
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [woff2Only, react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // no data: URIs, the content security policy has no place for them in fonts
    modulePreload: { polyfill: false },
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'], // light-dark() as written
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/native': 'http://localhost:8080', '/health': 'http://localhost:8080' } },
});
