import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

/** For development: the API that `npm run dev` shows, such as https://127.0.0.1:6443. */
const api = loadEnv('development', '.', 'GANTRY_').GANTRY_API;

export default defineConfig({
  root: 'src/main/web',
  base: './',
  plugins: [react()],
  // for the tests: PatternFly's modules import style sheets, which Node.js cannot load by itself
  ssr: { noExternal: [/@patternfly/], resolve: { mainFields: ['module', 'main'] } },
  build: {
    outDir: '../../../target/bundle',
    emptyOutDir: true,
    target: 'es2023',
    // the content security policy allows no data: scripts or styles
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: api ? { '^/(api/v1|apis|version)(/.*)?$': { target: api, secure: false } } : undefined,
  },
  test: {
    root: '.',
    include: ['src/test/web/**/*.test.{ts,tsx}'],
    css: false,
    isolate: false,
  },
});
