// A job as a script does it with the official JavaScript client. It stands here because the client is installed here.
import Replicate from "replicate";

const [api, rowsText] = process.argv.slice(2);
const rows = Number(rowsText);
const replicate = new Replicate({ auth: "r8_soak_test_of_javascript", baseUrl: api });

let next = 0;
const worker = async () => {
  while (next < rows) {
    const row = String(++next);
    try {
      const output = await replicate.run("emulator/echo", { input: { text: row }, wait: { mode: "poll" } });
      console.log(`done ${output}`);
    } catch {
      console.log(`failed ${row}`);
    }
  }
};
await Promise.all(Array.from({ length: 16 }, worker));
