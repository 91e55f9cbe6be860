/** A process with one contender: opens it, has it draw, and tells the CPU milliseconds of that. Ends when its parent lets go. */
const { createContender } = await import(`./contenders/${process.argv[2]}.mjs`);

let contender;

const answers = {
  open: async ({ setup }) => {
    contender = await createContender(setup);
    return {};
  },
  draw: async ({ cards, format }) => {
    const before = await readCpu();
    await contender.draw(cards, format);
    return { cpu: ((await readCpu()) - before) / 1000 };
  },
  show: async ({ card }) => ({ png: Buffer.from(await contender.show(card)).toString('base64') }),
};

process.on('message', (message) => {
  void answer(message);
});

process.once('disconnect', () => {
  void Promise.resolve(contender?.close?.()).finally(() => process.exit());
});

async function answer(message) {
  try {
    process.send(await answers[message.type](message));
  } catch (error) {
    process.send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Microseconds of this process and of those that it started. */
async function readCpu() {
  const { user, system } = process.cpuUsage();
  return user + system + ((await contender.childrenCpu?.()) ?? 0);
}
