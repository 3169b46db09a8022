/** The lints of these tests. A test waits for a state, never for a time; a promise is never left alone. */
import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "eslint.config.js"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      // Playwright wants the first parameter of a fixture to be written as a pattern.
      "no-empty-pattern": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name=/^(waitForTimeout)$/]",
          message: "wait for a state",
        },
        { selector: "CallExpression[callee.name='setTimeout']", message: "wait for a state" },
      ],
    },
  },
);
