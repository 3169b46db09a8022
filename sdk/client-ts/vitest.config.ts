/** How the tests of the client run: against a small HTTP server on loopback. */
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tests/**/*.test.ts"] } });
