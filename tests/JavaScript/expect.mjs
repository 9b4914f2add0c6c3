// What the checks are written with.
import assert from "node:assert/strict";

export const { equal, ok, match: matches } = assert;

/** The error of something that must not succeed. */
export async function rejects(promise) {
  try {
    await promise;
  } catch (fault) {
    return fault;
  }

  throw new Error("It succeeded, but was to be refused.");
}

/** Asks until the prediction or training has ended. */
export async function ended(ask) {
  for (let tries = 0; tries < 300; tries++) {
    const run = await ask();
    if (["succeeded", "failed", "canceled", "aborted"].includes(run.status)) {
      return run;
    }

    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  throw new Error("It did not end within 30 seconds.");
}

/** All pages that the client's own paginate gives for a list. */
export async function pagesOf(replicate, list) {
  const pages = [];
  for await (const page of replicate.paginate(list)) {
    pages.push(page);
  }

  return pages;
}

/** Runs the checks in their order, as later ones use what earlier ones made; gives how many failed. */
export async function runChecks(checks) {
  let failures = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`pass  ${name}`);
    } catch (fault) {
      failures++;
      console.log(`FAIL  ${name}\n      ${fault.message.replaceAll("\n", "\n      ")}`);
    }
  }

  const count = Object.keys(checks).length;
  console.log(`${count - failures} of ${count} checks passed.`);
  return failures;
}
