/**
 * The lints of the console. The arrows between the folders are held here: `app → parts → definition | api`, and all may
 * import `words`. A folder of a page imports no other page.
 */
import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Refuses imports of these folders of `src`. */
const refuse = (folders, why) => ({
  "no-restricted-imports": [
    "error",
    { patterns: [{ regex: `^(\\.\\./)+(${folders.join("|")})(/|$)`, message: why }] },
  ],
});

export default tseslint.config(
  { ignores: ["node_modules", "../dist"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  { files: ["**/*.{ts,tsx}"], ...a11y.flatConfigs.recommended },
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      // Focus moves into a sheet or a palette when it opens; React Aria gives it back when it closes.
      "jsx-a11y/no-autofocus": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["error", { max: 500 }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportSpecifier[imported.name='useMutation']",
          message: "useOnce of parts/act cannot be begun twice",
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "text from elsewhere is shown as text",
        },
        { selector: "JSXText[value=/\\p{L}{2}/u]", message: "what people read is in `words`" },
        {
          selector: "JSXAttribute[name.name=/^(label|title|placeholder|aria-label|help)$/] > Literal",
          message: "what people read is in `words`",
        },
      ],
    },
  },
  { files: ["**/*.test.{ts,tsx}"], rules: { "max-lines-per-function": "off" } },
  { files: ["*.mjs", "*.js"], languageOptions: { globals: { console: "readonly", process: "readonly" } } },
  {
    files: ["src/parts/**"],
    rules: refuse(["app"], "parts know no page"),
  },
  {
    files: ["src/api/**"],
    rules: refuse(["app", "parts", "definition"], "api is below all but words"),
  },
  {
    files: ["src/definition/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^(\\.\\./)+(app|parts|api)(/|$)", message: "definition is below all but words" },
            {
              regex: "^(react|react-dom|react-aria-components|@xyflow/.*)(/|$)",
              message: "definition is pure",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/words/**"],
    rules: refuse(["app", "parts", "api", "definition"], "words are at the bottom"),
  },
);
