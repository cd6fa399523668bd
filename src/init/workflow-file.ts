/**
 * A workflow of GitHub that checks each pull request by the contracts of its base. The how-to about pull requests has workflows that a pull request
 * cannot change.
 */
export const workflow = `# Synthesises the change of a pull request, and judges it by the contracts of the branch that it goes to.
# A pull request can also change this file. Workflows that it cannot change:
# node_modules/keyturn/examples/workflows, explained in docs/how-to/pull-requests.md of Keyturn.
name: Keyturn
on:
  pull_request: # never pull_request_target: that would run a stranger's code with your rights
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0 # the contracts of the base are in another branch
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 22
      - run: npm ci
      - name: Synthesise
        run: npm run synth
        env:
          KEYTURN_UNCHECKED: '1' # the next step checks, and says more
      - name: Check
        run: npx --no-install keyturn check --contract-from "origin/$BASE" --format github
        env:
          BASE: \${{ github.base_ref || github.ref_name }}
`;
