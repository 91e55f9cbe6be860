/** What the tests start inherits this environment: whoever runs them, colours, a build server's name and a person's keys must not decide what is printed or bought. */
const foreign = /^(FORCE_COLOR|NO_COLOR|COLORTERM|CI|GITHUB_.*|GITLAB_.*|RUNNER_.*|OPENAI_.*|VISUALS_STORE.*|VISUALS_TOKEN)$/;

for (const name of Object.keys(process.env)) if (foreign.test(name)) delete process.env[name];
