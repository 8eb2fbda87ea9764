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
  // The listener compresses nothing itself; streams must not be held back by gzip.
  compress: true,
  devIndicators: false,
  experimental: { optimizePackageImports: ["lucide-react"] },
};

export default config;
