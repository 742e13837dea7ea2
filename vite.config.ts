import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `base: './'` lets `dist/` work from any sub-path of any static host. */
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  // Workers have imports of their own: found at the start, they do not make the page reload later.
  optimizeDeps: { entries: ['index.html', 'src/workers/*.worker.ts', 'src/app/editor/monaco.ts', 'src/app/layout/*.tsx'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
});
