/** How the tests of the console run: in Node, without a browser. Property tests may take minutes. */
import { defineConfig } from "vitest/config";

/** The client is taken from its sources; vitest resolves as for a server. */
const conditions = ["towpath-source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    environment: "node",
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
