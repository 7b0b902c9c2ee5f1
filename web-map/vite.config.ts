/** How the pages are built: one entry each, so that the public page never loads the others' code. */

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run dev` finds a server to ask. */
const server = process.env['GRIDBEAT_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  appType: 'mpa',
  build: {
    target: 'es2022',
    // The policy of the server allows no inline script; the helper would be one.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // The licences of what is bundled ask to go along with it.
    license: { fileName: 'assets/third-party-licences.md' },
    rolldownOptions: {
      input: {
        public: here('index.html'),
        dispatch: here('dispatch.html'),
        design: here('design.html'),
        admin: here('admin.html'),
      },
    },
  },
  plugins: [precompress(here('dist'))],
  server: {
    proxy: { '/api': server, '/tiles': server },
  },
});
