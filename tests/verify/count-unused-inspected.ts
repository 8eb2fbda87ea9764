import type { Reporter } from "knip";

/** Reporter for knip that says how many files it really looked at. */
const countUnusedInspected: Reporter = ({ counters }) => {
  console.log(`Inspected ${counters.processed} files`);
};

export default countUnusedInspected;
