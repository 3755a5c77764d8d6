// SPDX-FileCopyrightText: 2026 The azstamp contributors
// SPDX-License-Identifier: MIT
// pipelines.mjs REPOSITORY: what holds of the Azure Pipelines that are generated.
import { each, is, ok, open, report, walk } from "./repository.mjs";

const repository = open(process.argv[2]);
const folder = ".azdo/pipelines";
const pipeline = repository.yaml(`${folder}/deploy.yml`);
const template = repository.yaml(`${folder}/deploy-environment.yml`);
const ops = repository.yaml(`${folder}/ops.yml`);
const texts = ["deploy.yml", "deploy-environment.yml", "ops.yml"].map((name) => repository.text(`${folder}/${name}`));
const [build, ...stages] = pipeline.stages;
const [branch] = pipeline.trigger.branches.include;
const profiles = repository.list("profiles").map((name) => name.replace(/\.yaml$/, ""));
const [deployment] = template.jobs;
const steps = deployment.strategy.runOnce.deploy.steps;
const scripts = [...walk([pipeline, template, ops])]
  .flatMap((value) => [value.bash, value.pwsh, value.inlineScript]).filter((text) => typeof text === "string");
const shells = [...walk([pipeline, template, ops])].flatMap((value) => [value.bash, value.inlineScript]).filter((text) => typeof text === "string");
const functions = Object.values(repository.yaml("azure.yaml").services).filter(({ host }) => host === "function");
const names = stages.map((stage) => stage.jobs[0].parameters.environment);

report([
  ["the stages are a build and each environment", () => is(build.stage, "Build") || is([...names].sort(), [...profiles].sort())],
  ["environments follow each other in the order of promotion", () => each(stages, (stage) => {
    const before = stages[stages.indexOf(stage) - 1];
    return is(stage.dependsOn, before ? ["Build", before.stage] : ["Build"]);
  })],
  ["each environment is deployed from the branch only, or in a pull request before production", () => each(stages, (stage) => {
    const open = stage.condition.includes("'PullRequest'");
    return ok(stage.condition.includes(`'refs/heads/${branch}'`), stage.condition) ||
      ok(!open || (stage.jobs[0].parameters.tests !== "validation" && stage.condition.includes("System.PullRequest.IsFork")), "it takes anybody's pull requests");
  })],
  // https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/stages-stage (2026-11)
  ["who waits for an environment gets there, whoever comes later", () => each(stages, ({ lockBehavior }) => is(lockBehavior, "sequential"))],
  ["each job has a time limit", () => each([...build.jobs, deployment, ...ops.jobs], (job) => ok(job.timeoutInMinutes > 0, `${job.job ?? job.deployment} has none`))],
  ["the build comes after every check", () => {
    const [last, ...checks] = [...build.jobs].reverse();
    return is(last.job, "PackageArtifacts") || is([...last.dependsOn].sort(), checks.map((job) => job.job).sort());
  }],
  ["approvals stand before a deployment", () => is(deployment.environment, "${{ parameters.environment }}")],
  ["whoever talks to Azure does so as the environment", () => each(steps.filter((step) => step.task === "AzureCLI@2"), (step) => is(step.inputs.azureSubscription, "${{ parameters.environment }}"))],
  ["nothing secret is read", () => each(texts, (text) => ok(!/\$\([^)]*(secret|password|key)/i.test(text), "it is"))],
  ["no text of others gets into a script", () => each(scripts, (text) => ok(!/\$\((?!Pipeline\.Workspace\))[A-Z][A-Za-z.]+\)|\$\{\{/.test(text), text))],
  ["what runs exists", () => each(scripts, (text) => {
    const paths = [...text.matchAll(/(?:^|[\s"'(=])(scripts\/[\w./-]+\w)/gm)].map((match) => match[1]);
    return each(paths, (path) => ok(repository.has(path), "is not there"));
  })],
  // https://github.com/microsoft/azure-pipelines-agent/issues/1803: the last command decides, unless the script says so.
  ["a script fails with its first command that does, and a pipe with each", () => each(shells.filter((text) => text.trim().includes("\n")), (text) =>
    ok(/^set -e/.test(text), text) || ok(!/ \| /.test(text) || /^set -eo pipefail/.test(text), text))],
  ["every quarter the assessment has the report on readiness, or says why not", () => {
    const text = ops.jobs[0].steps.map((step) => step.bash ?? "").join("\n");
    return is(ops.schedules.map(({ cron, branches }) => [cron, branches.include]), [["37 6 3 1,4,7,10 *", [branch]]]) ||
      is([ops.trigger, ops.pr], ["none", "none"]) ||
      ok(/if \[ -z "\$\{AZSTAMP_URL-\}" \]; then\n\s*echo "There is no report/.test(text) && /sha256sum --check/.test(text) &&
        /readiness --quiet --format markdown > readiness\.md/.test(text) && /cat readiness\.md\n.*\n.*task\.uploadsummary/s.test(text), text);
  }],
  ["a release that fails its tests is taken back before the old one is stopped", () => {
    const text = steps.map((step) => step.inputs?.inlineScript ?? "");
    const order = ["azd provision", "health_check", "release.py rollback"].map((word) => text.findIndex((script) => script.includes(word)));
    const finish = text.findIndex((script) => script.includes("release.py finish"));
    return is(order.every((index, i) => index > (order[i - 1] ?? -1)), true) ||
      is(steps.find((step) => step.displayName === "Roll back").condition, "failed()") || ok(finish === -1 || finish > order[2], "finish is too early");
  }],
  ["functions, which have no slot, get the build before when a release fails", () => {
    const back = steps.filter((step) => step.condition === "failed()" && step.displayName !== "Roll back");
    return functions.length === 0 ? is(back, []) : is(back.map((step) => step.task), ["DownloadPipelineArtifact@2", "AzureCLI@2"]) ||
      is(back[0].inputs.runBranch, `refs/heads/${branch}`) ||
      ok(back[1].inputs.inlineScript.includes(`release.py deploy "${back[0].inputs.path}"`), back[1].inputs.inlineScript);
  }],
]);
