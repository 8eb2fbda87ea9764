// Which folder may import which. Package direction itself is held by `turbo boundaries` (turbo.json).
const core = (folder) => `^packages/core/src/${folder}/`;
const test = "\\.(test|spec)\\.tsx?$|/testing/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that need each other are one file, or lack a third. Types may point back.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "An import that resolves to nothing hides every other breach behind it.",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "core-user-first",
      severity: "error",
      comment: "user <- conversation <- integration: user knows none of the other domains.",
      from: { path: core("user"), pathNot: test },
      to: { path: core("(conversation|integration|analytics)") },
    },
    {
      name: "core-conversation-below-integration",
      severity: "error",
      comment: "user <- conversation <- integration: conversation knows user only.",
      from: { path: core("conversation"), pathNot: test },
      to: { path: core("(integration|analytics)") },
    },
    {
      name: "core-analytics-only-listens",
      severity: "error",
      comment: "Nobody waits for analytics; it reads events.",
      from: { path: core("(user|conversation|integration)"), pathNot: test },
      to: { path: core("analytics") },
    },
    {
      name: "core-analytics-imports-no-verb",
      severity: "error",
      comment: "analytics only listens: it takes the types of other domains, never their code.",
      from: { path: core("analytics"), pathNot: test },
      to: { path: core("(user|conversation|integration)"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-ports-are-types",
      severity: "error",
      comment: "A port may name the repositories of the domains, but runs nothing of them.",
      from: { path: core("ports"), pathNot: test },
      to: { path: core("(user|conversation|integration|analytics)"), dependencyTypesNot: ["type-only"] },
    },
    {
      name: "features-apart",
      severity: "error",
      comment: "Features of the web never import each other; what they share moves down to components or lib.",
      from: { path: "^apps/web/features/([^/]+)/" },
      to: { path: "^apps/web/features/([^/]+)/", pathNot: "^apps/web/features/$1/" },
    },
    {
      name: "features-below-routes",
      severity: "error",
      comment: "Routes place features, never the other way round.",
      from: { path: "^apps/web/(features|components)/" },
      to: { path: "^apps/web/app/" },
    },
    {
      name: "components-below-features",
      severity: "error",
      comment: "The design system knows no feature.",
      from: { path: "^apps/web/components/" },
      to: { path: "^apps/web/features/" },
    },
    {
      name: "web-through-runtime",
      severity: "error",
      comment: "The web gets database and vendors wired by runtime, never by itself.",
      from: { path: "^apps/web/", pathNot: test },
      to: { path: "^packages/(db|adapters|sandbox)/" },
    },
    {
      name: "sandbox-stays-outside",
      severity: "error",
      comment: "One code path: only tests and the command line, which starts it, know the sandbox.",
      from: { path: "^(packages/(?!sandbox/)|apps/(web|telegram-bot)/)", pathNot: test },
      to: { path: "^packages/sandbox/" },
    },
    {
      name: "product-without-tests",
      severity: "error",
      comment: "What ships imports no test and no development dependency.",
      from: { path: "^(packages/[^/]+/src|apps)/", pathNot: test },
      to: { path: `^(tests|bench)/|${test}` },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|generated|coverage|\\.turbo|\\.procode)/|next-env\\.d\\.ts$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tests/verify/tsconfig.folders.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
