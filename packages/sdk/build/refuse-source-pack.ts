process.stderr.write(
  "The sources only run inside the repository. Build the package and pack what was built:\n\n  npm run build -w @procode/sdk && npm pack ./packages/sdk/dist\n",
);
process.exit(1);
