// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// workflows.mjs REPOSITORY: what holds of every workflow that is generated.
import { readFileSync } from "node:fs";
import { each, is, ok, open, report } from "./repository.mjs";

const repository = open(process.argv[2]);
const folder = ".github/workflows";
const names = repository.list(folder);
const files = Object.fromEntries(names.map((name) => [name, repository.yaml(`${folder}/${name}`)]));
const texts = Object.fromEntries(names.map((name) => [name, repository.text(`${folder}/${name}`)]));
const jobs = names.flatMap((file) => Object.entries(files[file].jobs).map(([id, job]) => ({ file, id, ...job })));
const steps = jobs.flatMap((job) => (job.steps ?? []).map((step) => ({ file: job.file, ...step })));
const [branch] = files["deploy.yml"].on.push.branches;
const pipeline = files["deploy.yml"].jobs;
// What is wrong with which job or step.
const problems = (items, problem) =>
  items.map((item) => [item, problem(item)]).filter(([, why]) => why !== "")
    .map(([{ file, id, name }, why]) => `${file}, ${id ?? ""} (${name ?? ""}): ${why}`).join("; ");

// The tags that the commits had in the repositories of the actions.
const actions = Object.fromEntries(
  readFileSync(new URL("actions.tsv", import.meta.url), "utf8").split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t")).map(([name, tag, commit]) => [name.toLowerCase(), { tag, commit }]));

const environments = Object.keys(pipeline).filter((id) => id.startsWith("deploy-"));
const profiles = repository.list("profiles").map((name) => name.replace(/\.yaml$/, ""));
const login = (job) => job.permissions?.["id-token"] === "write";
const fromHere = "github.event.pull_request.head.repo.full_name == github.repository";

// Whether a job that logs in cannot run for a pull request from a fork.
function closed(job) {
  const condition = (job.if ?? "").replace(/\s+/g, " ").replace(/^\$\{\{ | \}\}$/g, "");
  const ways = condition.replace(/^!cancelled\(\) && needs\.build\.result == 'success' && \( ?(.*)\)$/, "$1").split(" || ");
  return ok(ways.every((way) => way.includes(fromHere) || way.includes(`github.ref == 'refs/heads/${branch}'`)), `it may run for a fork: ${condition}`);
}

report([
  ["there are the workflows of the delivery", () => is(names.filter((name) => /^(ci|deploy|deploy-environment)\.yml$/.test(name)), ["ci.yml", "deploy-environment.yml", "deploy.yml"])],
  ["nobody has more than read access by default", () => each(names, (name) => is(files[name].permissions, { contents: "read" }))],
  ["each job says what it may do", () => problems(jobs, (job) => ok(job.permissions !== undefined, "it has no permissions"))],
  ["each job that runs has a time limit", () => problems(jobs.filter((job) => job.uses === undefined), (job) => ok(job["timeout-minutes"] > 0, "it has none"))],
  ["whoever logs in to Azure does so for an environment, one at a time", () => problems(jobs.filter((job) => login(job) && !job.uses), (job) =>
    ok(job.environment !== undefined && job.concurrency?.["cancel-in-progress"] === false, "it has no environment, or runs beside itself"))],
  ["pull requests from forks get no token", () => problems(jobs.filter((job) => login(job) && job.file === "deploy.yml"), closed)],
  ["nothing runs with the rights of the branch for code of a fork", () => each(names, (name) => ok(!/pull_request_target|workflow_run/.test(texts[name]), "it does"))],
  ["no expression stands in what a shell runs", () => problems(steps, (step) => ok(!step.run?.includes("${{"), step.run))],
  ["no job keeps the token of the checkout", () => problems(steps.filter((step) => step.uses?.startsWith("actions/checkout@")), (step) => is(step.with?.["persist-credentials"], false))],
  ["no secret is read", () => each(names, (name) => ok(!/\bsecrets\./.test(texts[name]), "it reads one"))],
  ["each action is pinned to the commit of the version it names", () => each(names, (name) =>
    each([...texts[name].matchAll(/^ *(?:- )?uses: (?!\.\/)(.*)/gm)].map((match) => match[1]), (use) => {
      const [, action, commit, tag] = /^([^@\s]+)@([0-9a-f]{40}) # (v[\d.]+)$/.exec(use) ?? [];
      const known = actions[(action ?? "").toLowerCase()];
      return known ? is({ tag, commit }, known) : `${use} is not in actions.tsv`;
    }))],
  // https://github.com/actions/starter-workflows/pull/1747 (2022-09): it asks for its run, which a private repository shows to nobody else.
  ["whoever shows findings may ask for the run they are of", () => problems(jobs.filter(({ steps = [] }) => steps.some((step) => step.uses?.includes("/upload-sarif@"))),
    ({ permissions }) => is(permissions, { actions: "read", contents: "read", "security-events": "write" }))],
  // https://github.com/peter-evans/create-pull-request/issues/3558 (2024-12): the token of a run has no such right.
  ["no workflow pushes a change of workflows", () => problems(steps.filter((step) => step.run?.includes("git push")), (step) =>
    ok(step.if?.includes("steps.update.outputs.workflows != 'yes'") &&
      steps.some((other) => other.id === "update" && /git status --porcelain \.github\/workflows.*workflows=yes/.test(other.run)), step.if))],
  // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#exit-codes-and-error-action-preference
  ["a pipe fails with its first command", () => problems(steps.filter((step) => / \| /.test(step.run?.replace(/'[^']*'|"[^"]*"/g, "") ?? "")), (step) =>
    is(step.shell, "bash"))],
  ["every quarter the assessment has the report on readiness, or says why not", () => {
    const { security } = files["ops.yml"].jobs;
    const at = (test) => security.steps.findIndex(test);
    const action = security.steps.find((step) => step.uses === "./.github/actions/azstamp");
    const asks = security.steps.find((step) => step.run?.includes("azstamp readiness"));
    const opens = security.steps.find((step) => step.run?.includes("gh issue create"));
    return is(action?.if, "vars.AZSTAMP_URL != ''") || is(action.with, { url: "${{ vars.AZSTAMP_URL }}", sha256: "${{ vars.AZSTAMP_SHA256 }}" }) ||
      is(asks?.env, { URL: "${{ vars.AZSTAMP_URL }}" }) ||
      ok(/^if \[ -z "\$URL" \]; then\n\s*echo "There is no report/.test(asks.run) && /readiness --quiet --format markdown > readiness\.md/.test(asks.run), asks.run) ||
      ok(opens.run.includes("cat readiness.md"), opens.run) ||
      is([action, asks, opens].map((step) => at((one) => one === step)), [action, asks, opens].map((step) => at((one) => one === step)).sort((a, b) => a - b));
  }],
  ["what runs exists", () => problems(steps.filter((step) => step.run), (step) => {
    const paths = [...step.run.matchAll(/(?:^|[\s"'(=])((?:scripts|infra|services|tests)\/[\w./-]+\w)/g)].map((match) => match[1]);
    return each(paths.filter((path) => !path.includes("**")), (path) => ok(repository.has(path), "is not there"));
  })],
  ["folders that steps work in exist", () => problems(steps.filter((step) => step["working-directory"]), (step) => ok(repository.has(step["working-directory"]), `${step["working-directory"]} is not there`))],
  ["workflows that are called exist", () => problems(jobs.filter((job) => job.uses), (job) => ok(repository.has(job.uses.replace("./", "")), `${job.uses} is not there`))],
  ["what a called workflow is given is what it takes", () => problems(jobs.filter((job) => job.uses), (job) =>
    each(Object.keys(job.with ?? {}), (key) => ok(key in (files[job.uses.split("/").at(-1)].on.workflow_call.inputs ?? {}), "is no input")))],
  ["a called workflow gets the rights its jobs ask for", () => problems(jobs.filter((job) => job.uses), (job) =>
    each(Object.values(files[job.uses.split("/").at(-1)].jobs), (inner) =>
      each(Object.entries(inner.permissions ?? {}), ([right, level]) => ok(job.permissions[right] === level || job.permissions[right] === "write", `${right}: ${level} is refused`))))],
  ["environments follow each other in the order of promotion", () => {
    const order = environments.map((id) => id.slice("deploy-".length));
    return is([...order].sort(), [...profiles].sort()) || each(environments, (id) => {
      const before = environments[environments.indexOf(id) - 1];
      return is([pipeline[id].needs].flat(), before ? ["build", before] : ["build"]);
    });
  }],
  ["each environment is deployed from the branch only, or in a pull request before production", () => each(environments, (id) =>
    ok(pipeline[id].if === `github.ref == 'refs/heads/${branch}'` || pipeline[id].if.includes(fromHere), pipeline[id].if))],
  ["at most one environment takes pull requests, and it is not production", () => {
    const open = environments.filter((id) => pipeline[id].if.includes("pull_request"));
    return is(open.length <= 1, true) || each(open, (id) => ok(pipeline[id].with.tests !== "validation", "it is production"));
  }],
  ["the build comes after every check, and is made once", () => {
    const { package: last, ...checks } = files["ci.yml"].jobs;
    return is([...last.needs].sort(), Object.keys(checks).sort()) ||
      is(steps.filter((step) => step.run?.includes("release.py package")).length, 1);
  }],
  ["a release that fails its tests is taken back, after all of them and before the old one is stopped", () => {
    const runs = files["deploy-environment.yml"].jobs.deploy.steps.map((step) => step.run ?? "");
    const at = (word) => runs.findLastIndex((run) => run.includes(word));
    const first = (word) => runs.findIndex((run) => run.includes(word));
    const order = [first("azd provision --no-prompt"), first("release.py deploy"), first("health_check"), at("test_connectivity"), at("release.py rollback")];
    return is(order.every((index, i) => index > (order[i - 1] ?? -1)), true) || ok(at("release.py finish") === -1 || at("release.py finish") > at("rollback"), "finish is too early");
  }],
]);
