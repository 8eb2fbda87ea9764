import type { NextConfig } from "next";

// Started by our own listener with next({ dev, dir }), never by `next start`.
const config: NextConfig = {
  transpilePackages: [
    "@procode/contracts",
    "@procode/core",
    "@procode/api",
    "@procode/runtime",
    "@procode/db",
    "@procode/adapters",
  ],
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/client",
    "@prisma/adapter-pg",
    "pg",
    "pino",
    "pino-pretty",
    "prom-client",
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  // Pages only: streams are answered by the listener before Next, and are not compressed.
  compress: true,
  devIndicators: false,
  // `npm run verify` checks the types; doing it here again would double the wait of a first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["lucide-react"] },
};

export default config;
