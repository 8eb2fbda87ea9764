const TEXT = `procode <command>

  up          the whole product on this machine (npm start); --dev with hot reload
  doctor      checks each dependency and says how to repair it
  help        this page
`;

export async function help(): Promise<number> {
  process.stdout.write(TEXT);
  return 0;
}
