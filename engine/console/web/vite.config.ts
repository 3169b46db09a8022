/**
 * How the console is built: into `../dist`, which the Rust crate embeds.
 * INVARIANT: the page works under a Content-Security-Policy without `unsafe-*`. So nothing is inlined: no script, no
 * style, no data URL. Every asset has a hash in its name and may be kept by browsers forever.
 */
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The API while developing. */
const api = process.env["TOWPATH_API"] ?? "http://127.0.0.1:7410";
const proxy = { "/v1": { target: api, changeOrigin: false } };

/**
 * React Aria brings its few strings in 34 languages. Our own are English, so the others are left out: React Aria drops
 * dictionaries that are undefined, and falls back to English.
 */
const englishAlone: Plugin = {
  name: "english-alone",
  enforce: "pre",
  load: (id) =>
    /\/(react-aria|react-aria-components|react-stately)\/dist\/.*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/.test(
      id,
    )
      ? "export default undefined;"
      : undefined,
};

export default defineConfig({
  plugins: [englishAlone, react()],
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
