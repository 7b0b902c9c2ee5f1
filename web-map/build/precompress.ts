/** A build step: beside each text file that is worth it, lay its `.br` and `.gz`. */

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|mjs|css|svg|json|txt|md|webmanifest)$/;
/** Below this a compressed twin saves no packet. */
const BYTES_MIN = 1024;

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < BYTES_MIN) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await writeFile(`${path}.br`, await packBrotli(bytes, quality));
  await writeFile(`${path}.gz`, await packGzip(bytes, { level: 9 }));
}

/** The plugin; it works on what the build has written, so that the twins hold the final bytes. */
export function precompress(folder: string): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async closeBundle() {
      const found = await readdir(folder, { recursive: true });
      for (const name of found.filter((name) => TEXT.test(name)).sort()) {
        await compressFile(join(folder, name));
      }
    },
  };
}
