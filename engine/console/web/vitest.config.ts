/** How the tests of the console run: in Node, without a browser. Property tests may take minutes. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["towpath-source", "module", "node", "development|production"] },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    environment: "node",
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
