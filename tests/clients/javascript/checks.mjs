// Runs checks in their order and prints one line for each; later ones need what earlier ones left, so the first failure ends the run.
export async function run(checks) {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`not ok ${name}: ${error.name}: ${error.message}`);
      console.error(error);
      process.exit(1); // not at leave: what a check has left open may keep the process for minutes
    }
  }

  console.log("done");
}
