import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { budget } from './build/budget.ts';
import { made } from './build/made.ts';
import { worker } from './build/worker.ts';

// `npm run dev` talks to a Keshu that runs beside it; KESHU_API names another one.
// The Host header stays as it is: the server takes writes from its own origin only.
const api = process.env.KESHU_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), made(), worker(), budget()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    target: ['es2022', 'chrome111', 'safari16.4', 'firefox121'],
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Few files instead of one for each icon and helper; what only one page needs stays with that page.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'base', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next)[\\/]/ },
            { name: 'icons', test: /@ant-design[\\/]icons/, minShareCount: 2 },
            { name: 'app', test: /src[\\/](api|design|i18n)[\\/]/, minShareCount: 2 },
            { name: 'fields', test: /src[\\/]fields[\\/]/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
