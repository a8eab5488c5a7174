// A step of the console's build, skipped when its inputs are those of its last success: node step.mjs install|bundle|test
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(home, 'node_modules');
const settings = ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'vite.config.ts', 'src/build'];

const steps = {
  install: {
    inputs: ['package.json', 'package-lock.json', '.npmrc'],
    // beside what it vouches for, so that a clean build keeps both
    stamp: join(modules, '.installed'),
    commands: [[required('NPM_CLI'), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']],
  },
  bundle: {
    inputs: [...settings, 'src/main/web'],
    stamp: join(required('STAMPS'), 'bundle'),
    commands: [
      [join(modules, 'typescript/bin/tsc'), '--noEmit'],
      [join(modules, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    ],
  },
  test: {
    inputs: [...settings, 'src/main/web', 'src/test/web'],
    stamp: join(required('STAMPS'), 'test'),
    commands: [[join(modules, 'vitest/vitest.mjs'), 'run']],
  },
};

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set; Maven sets it`);
  }
  return value;
}

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

function fingerprint(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs.map((name) => join(home, name))) {
    const files = input.includes('/src/') ? filesBelow(input) : [input];
    files.forEach((file) => hash.update(file).update(readFileSync(file)));
  }
  return hash.digest('hex');
}

function run(command) {
  const path = dirname(process.execPath) + delimiter + process.env.PATH;
  const result = spawnSync(process.execPath, command, { cwd: home, stdio: 'inherit', env: { ...process.env, PATH: path } });
  if (result.error) {
    throw result.error;
  }
  if (result.status !== 0) {
    process.exit(result.status ?? 1);
  }
}

const name = process.argv[2];
const step = steps[name];
if (!step) {
  throw new Error(`unknown step ${name}: one of ${Object.keys(steps).join(', ')}`);
}
const wanted = fingerprint(step.inputs);
if (existsSync(step.stamp) && readFileSync(step.stamp, 'utf8') === wanted) {
  console.log(`${name}: nothing changed`);
} else {
  rmSync(step.stamp, { force: true });
  step.commands.forEach(run);
  mkdirSync(dirname(step.stamp), { recursive: true });
  writeFileSync(step.stamp, wanted);
}
