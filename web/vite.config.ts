import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const rooms = ['ui', 'i18n', 'live', 'phone', 'api'] as const;

/** Every browser we support reads WOFF2; the font packages' WOFF fallbacks would double what we ship. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('@fontsource') && id.endsWith('.css') ? code.replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, '') : null,
};

export default defineConfig({
  root: here('./apps/desk'),
  plugins: [woff2Only, react()],
  resolve: { dedupe: ['react', 'react-dom'], alias: Object.fromEntries(rooms.map(room => [`@madoguchi/${room}`, here(`./packages/${room}/src/index.ts`)])) },
  build: {
    outDir: here('../madoguchi/entrypoints/static'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // The stories instead of the desk, for a test that looks at them in a browser.
    ...(process.env['MADOGUCHI_STORIES'] ? { rollupOptions: { input: here('./apps/desk/stories.html') } } : {}),
  },
  server: {
    host: '127.0.0.1',
    proxy: process.env['MADOGUCHI_URL'] ? { '/api': { target: process.env['MADOGUCHI_URL'], ws: true } } : {},
  },
  test: {
    root: here('.'),
    environment: 'jsdom',
    // A browser's world is made once a worker, not once a file: a third of the time.
    pool: 'threads',
    isolate: false,
    setupFiles: [here('./vitest.setup.ts')],
    include: ['{apps,packages}/**/*.test.{ts,tsx}'],
    css: false,
  },
});
