/** How the page is built: into dist/, with relative addresses, so that it runs from any path and without a network. */
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';

/**
 * Nothing from elsewhere, no inline script. WebAssembly is the chaincode sandbox. Styles may be inline: the layout of the
 * stage and of the panels is computed. In the development server this is left out, because Vite's reloading is inline.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** The font's licence asks to travel with the font. */
const fontLicence: Plugin = {
  name: 'font-licence',
  apply: 'build',
  generateBundle() {
    const source = readFileSync(new URL('node_modules/pretendard/dist/LICENSE.txt', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'licenses/pretendard-OFL.txt', source });
  },
};

export default defineConfig({
  root: 'web',
  base: './',
  cacheDir: '../.cache/vite',
  plugins: [react(), contentSecurityPolicy, fontLicence],
  worker: { format: 'es' },
  // Scanned at start, so that the first page of the development server is not answered by a reload.
  optimizeDeps: { entries: ['index.html', 'src/**/*.{ts,tsx}', '!src/**/*.{test,bench}.*'] },
  server: { port: 5173, host: '127.0.0.1' },
  preview: { port: 4173, host: '127.0.0.1' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // Every browser that runs the lab preloads modules by itself.
    modulePreload: { polyfill: false },
    // A font in a style sheet would be downloaded by everyone; `font-src` has no `data:` either.
    assetsInlineLimit: (file) => (/\.(woff2|wasm)$/.test(file) ? false : undefined),
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What changes with our versions is kept apart from what changes with theirs. Only libraries that are needed
          // whole: a group would pull the lazy half of a library (framer-motion's features) into the first load.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'flow', test: /node_modules[\\/](@xyflow|d3-[a-z]+)[\\/]/ },
          ],
        },
      },
    },
  },
});
