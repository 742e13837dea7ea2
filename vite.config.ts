import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contentSecurityPolicy, embedModule, onePage, preloadPage, slimLibraries } from './scripts/vite-plugins.mjs';
import { courses } from './scripts/courses-plugin.mjs';
import { preparedSources } from './scripts/prepared-plugin.mjs';
import { samples } from './scripts/samples-plugin.mjs';
import { texts } from './scripts/texts-plugin.mjs';

/** `base: './'` lets `dist/` work from any sub-path of any static host. */
export default defineConfig({
  base: './',
  plugins: [texts(), lingui(), react(), courses(), samples(), preparedSources(), contentSecurityPolicy(), preloadPage(), slimLibraries(), embedModule(), offline()],
  worker: { format: 'es', plugins: () => [texts(), lingui(), slimLibraries()] },
  // Workers have imports of their own: found at the start, they do not make the page reload later.
  optimizeDeps: { entries: ['index.html', 'src/workers/*.worker.ts', 'src/app/editor/monaco.ts', 'src/app/layout/*.tsx'] },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ debugName: 'page', name: onePage() }] } } },
  },
});

/** After one visit all files of the page are kept. A new version waits until the user takes it. */
function offline() {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: null,
    workbox: {
      globPatterns: ['**/*'],
      // The page reads courses and samples as JSON files.
      globIgnores: ['**/*.map', 'sw.js', 'workbox-*.js', 'courses/*/**/*.{md,yaml,mo}', 'samples/*/v[123]/**', 'samples/{index,failures}.json'],
      maximumFileSizeToCacheInBytes: 10_000_000,
      // What an address asks for is read by the page, and is not another file.
      ignoreURLParametersMatching: [/.*/],
      dontCacheBustURLsMatching: /assets\//,
      navigateFallback: 'index.html',
      cleanupOutdatedCaches: true,
    },
    manifest: {
      name: 'Canister Upgrade Playground',
      short_name: 'Upgrades',
      description: 'Write an Internet Computer canister, run it in this page, upgrade it, and see which state survived and why.',
      display: 'standalone',
      start_url: '.',
      scope: '.',
      theme_color: '#ffffff',
      background_color: '#ffffff',
      icons: [
        { src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
        { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      ],
    },
  });
}
