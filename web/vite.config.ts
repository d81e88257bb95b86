import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a Keshu that runs beside it; KESHU_API names another one.
const api = process.env.KESHU_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': api } },
  build: { target: 'es2022', chunkSizeWarningLimit: 1500, reportCompressedSize: false },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
