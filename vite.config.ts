import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `base: './'` lets `dist/` work from any sub-path of any static host. */
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
});
