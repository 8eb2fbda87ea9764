const TEXT = `procode <command>

  up          the whole product on this machine (npm start); --dev with hot reload
  doctor      checks each dependency and says how to repair it
  chat        an answer in the terminal
                procode chat                       a conversation; Ctrl-C stops an answer, Ctrl-D leaves
                procode chat "Three rivers"        one answer
                cat notes.md | procode chat "Summarise"
              --model M, --conversation <id>|last, --json (a line per part),
              --url U (http://localhost:3000), --key-file F (or PROCODE_API_KEY)
              only the answer goes to stdout; ends with 0, 1 (not complete), 2 (usage), 130 (Ctrl-C)
  keys        API keys, on the database itself
                procode keys create --email E --scopes chat,read [--name N] [--expires-days N]
                procode keys list --email E [--json]
                procode keys revoke <id> --email E
  help        this page
`;

export async function help(): Promise<number> {
  process.stdout.write(TEXT);
  return 0;
}
