/**
 * How the console is built: into `../dist`, which the Rust crate embeds.
 * INVARIANT: the page works under a Content-Security-Policy without `unsafe-*`. So nothing is inlined: no script, no
 * style, no data URL. Every asset has a hash in its name and may be kept by browsers forever.
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The API while developing. */
const api = process.env["TOWPATH_API"] ?? "http://127.0.0.1:7410";
const proxy = { "/v1": { target: api, changeOrigin: false } };

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["towpath-source", "module", "browser", "development|production"] },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    sourcemap: false,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: {
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { host: "127.0.0.1", port: 7412, strictPort: true, proxy },
  preview: { host: "127.0.0.1", port: 7413, strictPort: true, proxy },
});
